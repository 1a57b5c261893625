namespace CodeGen.Runtime.Costs;

/// <summary>What is sold, and at which entry of the price list. Immutable; thread-safe.</summary>
/// <param name="Id">What is sold, whoever buys it and under whatever pricing: <c>SkuId</c>.</param>
/// <param name="PriceId">The entry of the price list: <c>SkuPriceId</c>. An entry belongs to one <paramref name="Id"/>.</param>
/// <param name="Meter">What is measured, in words for people, such as <c>Cache Write 1h</c>: <c>SkuMeter</c>.</param>
public sealed record FocusSku(string Id, string PriceId, string Meter)
{
    /// <summary>
    /// Properties of the entry of the price list: <c>SkuPriceDetails</c>. Keys are properties that FOCUS 1.2 defines (<c>InstanceType</c>, <c>GpuCount</c>, …), of which the numeric ones take a plain
    /// number, or begin with <c>x_</c>. Do not change it after the row was handed over.
    /// </summary>
    /// <value>Default: null, no properties.</value>
    public IReadOnlyDictionary<string, string>? Details { get; init; }
}
