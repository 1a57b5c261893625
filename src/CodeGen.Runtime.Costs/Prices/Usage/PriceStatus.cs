namespace CodeGen.Runtime.Costs;

/// <summary>Where an amount comes from.</summary>
public enum PriceStatus
{
    /// <summary>There is no amount: no price is known. It is not zero.</summary>
    Unpriced,

    /// <summary>From the price of what was used. It may be zero, for what is free.</summary>
    Priced,

    /// <summary>No price is known; from the price of <see cref="PriceBookOptions.CeilingModel"/> instead.</summary>
    Ceiling,
}
