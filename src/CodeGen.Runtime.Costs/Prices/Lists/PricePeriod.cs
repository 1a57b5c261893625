namespace CodeGen.Runtime.Costs;

/// <summary>The cards of a model between two times. Immutable; thread-safe.</summary>
public sealed class PricePeriod
{
    /// <summary>From when on, inclusive.</summary>
    /// <value>The default is <see langword="null"/>: always.</value>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when, exclusive.</summary>
    /// <value>The default is <see langword="null"/>: for ever.</value>
    public DateTimeOffset? To { get; init; }

    /// <summary>The cards; no two with the same condition.</summary>
    public required IReadOnlyList<PriceCard> Cards { get; init; }
}
