namespace CodeGen.Runtime.Coordination;

/// <summary>What is forgotten: values of another epoch, and values older than the floors.</summary>
/// <param name="Epoch">The current epoch; 0 before the first contact with the log.</param>
/// <param name="Floor">Values stamped before this sequence are dead everywhere: records that could concern them have been retired.</param>
/// <param name="LocalFloor">Values stamped before this sequence are dead in this process: short-lived records were retired before this node had applied them.</param>
/// <param name="RecoveredEpoch">The epoch before, when nothing of it that this node knew was lost to a fail-over; else 0. Sequences of both can be compared.</param>
internal sealed record LogHorizon(ulong Epoch, long Floor, long LocalFloor, ulong RecoveredEpoch = 0)
{
    public static readonly LogHorizon None = new(0, 0, 0);

    /// <summary>Whether values of the epoch are judged by their sequence; all others are dead.</summary>
    public bool Covers(ulong epoch) => epoch == Epoch || (epoch == RecoveredEpoch && epoch != 0);
}
