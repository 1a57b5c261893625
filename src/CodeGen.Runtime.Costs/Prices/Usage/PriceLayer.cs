namespace CodeGen.Runtime.Costs;

/// <summary>Where a price was stated. The first of these that has a price for a model at a time decides.</summary>
public enum PriceLayer
{
    /// <summary>What the host has agreed with a provider.</summary>
    Contract,

    /// <summary>The host's own prices: models it runs itself, and meters.</summary>
    Host,

    /// <summary>Published prices that come with the library, and its default for API seconds.</summary>
    Catalogue,
}
