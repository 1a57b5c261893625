namespace CodeGen.Runtime.Costs;

/// <summary>One machine in one hour. Not thread-safe.</summary>
internal sealed class MachineTime
{
    /// <summary>How many ticks of it were paid for.</summary>
    public long Paid { get; set; }

    /// <summary>What they came to, in picos.</summary>
    public Int128 Cost { get; set; }

    /// <summary>How many ticks it worked.</summary>
    public long Busy { get; set; }

    /// <summary>Whether anybody said how long it worked. Where nobody did it may have worked all the time.</summary>
    public bool IsObserved { get; set; }
}
