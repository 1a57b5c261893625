namespace CodeGen.Runtime.Coordination;

/// <summary>What every answer of the log's server tells of its state at that moment.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Sequence">The last sequence given out.</param>
/// <param name="Floor">Everything up to here may have been retired.</param>
/// <param name="ShortFloor">Short-lived records up to here may have been retired.</param>
/// <param name="PreviousEpoch">The epoch that this one followed on the same data after a fail-over, or 0.</param>
internal readonly record struct LogHead(ulong Epoch, long Sequence, long Floor, long ShortFloor, ulong PreviousEpoch)
{
    public LogPosition Position => new(Epoch, Sequence);
}
