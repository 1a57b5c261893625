namespace CodeGen.Runtime.Costs;

/// <summary>When a card or a multiplier holds: all that is stated has to fit. Immutable; thread-safe.</summary>
public sealed class PriceCondition
{
    /// <summary>The condition that always fits.</summary>
    public static PriceCondition Always { get; } = new();

    /// <summary>Served in one of these tiers.</summary>
    /// <value>The default is none: in any. <c>standard</c> and <c>default</c> mean the same.</value>
    public IReadOnlyList<string> Tiers { get; init; } = [];

    /// <summary>Served at one of these speeds.</summary>
    /// <value>The default is none: at any.</value>
    public IReadOnlyList<string> Speeds { get; init; } = [];

    /// <summary>Served in one of these regions.</summary>
    /// <value>The default is none: in any.</value>
    public IReadOnlyList<string> Geos { get; init; } = [];

    /// <summary>Served within these hours of the day.</summary>
    /// <value>The default is <see langword="null"/>: at any hour.</value>
    public DailyWindow? Hours { get; init; }

    /// <summary>The request has more input tokens than so many; the card then prices the whole request. Cards only.</summary>
    /// <value>The default is <see langword="null"/>: any number.</value>
    public long? InputTokensOver { get; init; }

    /// <summary>The request has so many input tokens or more; the card then prices the whole request. Cards only; not beside <see cref="InputTokensOver"/>.</summary>
    /// <value>The default is <see langword="null"/>: any number.</value>
    public long? InputTokensAtLeast { get; init; }
}
