namespace CodeGen.Runtime.Costs;

/// <summary>Budgets find the rates of exchange that the price book has.</summary>
internal sealed class PriceBookExchange(PriceBook prices) : IBudgetExchange
{
    public decimal? RateOn(Currency from, Currency to, DateOnly date) => prices.FxRates.TryFind(from, to, date, out FxRate rate) ? rate.Rate : null;
}
