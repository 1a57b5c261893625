namespace CodeGen.Runtime.Costs;

/// <summary>By what a charge was priced: quantity, unit and unit prices. Immutable; thread-safe.</summary>
/// <param name="Quantity">How many pricing units: <c>PricingQuantity</c>. 2,400 tokens priced by the million are 0.0024.</param>
/// <param name="Unit">The unit that the price is for, as FOCUS writes units: <c>1000000 Tokens</c>, <c>Hours</c>: <c>PricingUnit</c>.</param>
public sealed record FocusPricing(decimal Quantity, string Unit)
{
    /// <summary>By which model: <c>PricingCategory</c>.</summary>
    /// <value>Default: <see cref="FocusPricingCategory.Standard"/>.</value>
    public FocusPricingCategory Category { get; init; }

    /// <summary>The published price of a pricing unit in the billing currency, 0 or more: <c>ListUnitPrice</c>. Null only where a correction, a credit or an adjustment has none.</summary>
    public decimal? ListUnitPrice { get; init; }

    /// <summary>The agreed price of a pricing unit in the billing currency, 0 or more: <c>ContractedUnitPrice</c>. Null only where a correction, a credit or an adjustment has none.</summary>
    public decimal? ContractedUnitPrice { get; init; }
}
