namespace CodeGen.Runtime.Costs;

/// <summary>Converts into a report's currency by the rates of the days of use. Immutable.</summary>
internal sealed class ReportFx(FxRates rates, Currency home)
{
    public Currency Home => home;

    /// <summary>Whether one rate, or none, holds from one day to another.</summary>
    public bool IsConstant(Currency currency, DateOnly first, DateOnly last) =>
        first == last || (rates.TryFind(currency, home, first, out FxRate from) == rates.TryFind(currency, home, last, out FxRate to) && from.Date == to.Date) || currency == home;

    public bool TryConvert(ExactMoney amount, DateOnly day, out ExactMoney converted)
    {
        bool isKnown = amount.IsZero || rates.TryFind(amount.Currency, home, day, out _);
        converted = !isKnown || amount.IsZero ? ExactMoney.FromPicos(0, 1, home) : rates.Convert(amount, home, day);
        return isKnown;
    }
}
