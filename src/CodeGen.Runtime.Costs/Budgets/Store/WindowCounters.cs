namespace CodeGen.Runtime.Costs;

/// <summary>The sums of one window in this process. Guarded by the store's lock.</summary>
internal sealed class WindowCounters(long start)
{
    public long Start { get; } = start;

    public Int128 Committed { get; set; }

    public Int128 Held { get; set; }

    /// <summary>How many holds are open in it; as long as there are, it is kept.</summary>
    public int Open { get; set; }

    /// <summary>The highest share of the limit at which an alert was raised, in millionths. A share and no place among thresholds: those may change from one process to the next.</summary>
    public int Alerted { get; set; }

    /// <summary>Whether it counts for what is left now.</summary>
    public bool Counts { get; set; }
}
