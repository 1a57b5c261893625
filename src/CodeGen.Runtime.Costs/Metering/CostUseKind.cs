namespace CodeGen.Runtime.Costs;

/// <summary>What kind of price something has.</summary>
public enum CostUseKind
{
    /// <summary>The use of a meter, priced by <see cref="PriceBook.PriceMeter"/>.</summary>
    Meter,

    /// <summary>A model's tokens, priced by <see cref="PriceBook.Price(in ServedModel, in ModelUsage)"/>.</summary>
    Model,

    /// <summary>A model's fee, priced by <see cref="PriceBook.PriceFee"/>.</summary>
    Fee,

    /// <summary>An amount that the host knows by itself, such as one that a provider's answer states. The price book is not asked, and pricing again leaves it alone.</summary>
    Stated,
}
