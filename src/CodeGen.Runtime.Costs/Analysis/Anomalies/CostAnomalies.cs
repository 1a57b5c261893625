namespace CodeGen.Runtime.Costs;

/// <summary>The hours or days of a time with costs out of the ordinary. Immutable; thread-safe.</summary>
public sealed class CostAnomalies
{
    internal CostAnomalies()
    {
    }

    /// <summary>The first instant, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The first instant after it, UTC. The running hour or day is not looked at.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>From when on was learnt what is usual; <see langword="null"/> where nothing was ever booked.</summary>
    public required DateTimeOffset? LearntFrom { get; init; }

    /// <summary>What is out of the ordinary, the oldest first.</summary>
    public required IReadOnlyList<CostAnomaly> All { get; init; }

    /// <summary>Amounts that could not be converted, and are in no figure.</summary>
    public required IReadOnlyList<UnconvertedAmount> Unconverted { get; init; }

    /// <summary>Whether everything that was booked is in the figures.</summary>
    public required bool IsWhole { get; init; }
}
