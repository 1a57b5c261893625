namespace CodeGen.Runtime.Costs;

/// <summary>How costs went over a time. What is estimated is rounded to a billionth of a unit; sums are exact. Immutable; thread-safe.</summary>
public sealed class CostTrend
{
    internal CostTrend()
    {
    }

    /// <summary>The first instant of the first step.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The first instant after the last step.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The IANA time zone of the steps: the billing zone.</summary>
    public required string Zone { get; init; }

    /// <summary>How long the steps are.</summary>
    public required CostTrendStep Step { get; init; }

    /// <summary>The steps, the oldest first. Those before anything was ever booked are left out.</summary>
    public required IReadOnlyList<CostTrendPoint> Points { get; init; }

    /// <summary>What they come to.</summary>
    public required Money Total { get; init; }

    /// <summary>What as many steps before them came to; <see langword="null"/> where these are before 1970.</summary>
    public required Money? Previous { get; init; }

    /// <summary><see cref="Total"/> divided by <see cref="Previous"/>, six decimals; <see langword="null"/> where something is not converted or there was nothing.</summary>
    public required decimal? Ratio { get; init; }

    /// <summary>How much more each month costs than the one before; <see langword="null"/> of fewer than three steps.</summary>
    public required CostSlope? Slope { get; init; }

    /// <summary>Where the level changed for good, the oldest first.</summary>
    public required IReadOnlyList<CostLevelShift> Shifts { get; init; }

    /// <summary>Amounts that could not be converted, and are in no figure.</summary>
    public required IReadOnlyList<UnconvertedAmount> Unconverted { get; init; }

    /// <summary>Whether everything that was booked of this time is in the figures.</summary>
    public required bool IsWhole { get; init; }
}
