namespace CodeGen.Runtime.Costs;

/// <summary>What a request and a thousand tokens of answers of models cost over a time, and where that changed. Immutable; thread-safe.</summary>
public sealed class UnitCosts
{
    internal UnitCosts()
    {
    }

    /// <summary>The first instant, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The first instant after it, UTC.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The IANA time zone of the days: the billing zone.</summary>
    public required string Zone { get; init; }

    /// <summary>By what groups are apart; <see langword="null"/> where there is one of all.</summary>
    public required string? Dimension { get; init; }

    /// <summary>The groups, the dearest first.</summary>
    public required IReadOnlyList<UnitCostGroup> Groups { get; init; }

    /// <summary>Amounts that could not be converted, and are in no figure.</summary>
    public required IReadOnlyList<UnconvertedAmount> Unconverted { get; init; }

    /// <summary>Whether everything that was booked of this time is in the figures.</summary>
    public required bool IsWhole { get; init; }
}
