namespace CodeGen.Runtime.Costs;

/// <summary>Prices in the currency of the price list, where that is not the billing currency. Immutable; thread-safe.</summary>
/// <param name="EffectiveCost">The effective cost in that currency, 0 for a purchase: <c>PricingCurrencyEffectiveCost</c>. Its currency is column <c>PricingCurrency</c>.</param>
public sealed record FocusPricingCurrency(Money EffectiveCost)
{
    /// <summary>The published price of a pricing unit, 0 or more: <c>PricingCurrencyListUnitPrice</c>.</summary>
    public decimal? ListUnitPrice { get; init; }

    /// <summary>The agreed price of a pricing unit, 0 or more: <c>PricingCurrencyContractedUnitPrice</c>.</summary>
    public decimal? ContractedUnitPrice { get; init; }
}
