using System.Diagnostics.CodeAnalysis;

namespace CodeGen.Runtime.Costs;

/// <summary>One event of a cache, as <see cref="ReuseProfile"/> is told it. An immutable value; thread-safe.</summary>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "Events are not compared.")]
public readonly struct ReuseEvent
{
    /// <summary>The region's name.</summary>
    public required string Region { get; init; }

    /// <summary>The hash of region and key: evenly spread, and the same for a key each time.</summary>
    public required ulong KeyHash { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What.</summary>
    public required ReuseEventKind Kind { get; init; }

    /// <summary>Of a stored value: how many bytes it takes in memory.</summary>
    public long Bytes { get; init; }

    /// <summary>Of a stored value: what making it cost, in the host's currency; 0 where that is not known.</summary>
    public decimal Cost { get; init; }

    /// <summary>Of a stored value: how long it may be served.</summary>
    public TimeSpan Life { get; init; }

    /// <summary>Of a stored value: whether its life is not that of the region, so that another time to live of the region would change nothing of it.</summary>
    public bool IsLifeOwn { get; init; }
}
