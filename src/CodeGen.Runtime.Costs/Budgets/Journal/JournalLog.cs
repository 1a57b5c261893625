using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>Log messages of the budgets' journal.</summary>
internal static partial class JournalLog
{
    [LoggerMessage(3330, LogLevel.Information, "Budgets go on where they were: {Snapshot}, and {Records} records of the ledger in '{Directory}' after it. {Open} holds of former processes are open and indeterminate.")]
    public static partial void Restored(ILogger logger, string snapshot, long records, string directory, int open);

    [LoggerMessage(3331, LogLevel.Error, "Record {Sequence} of the ledger in '{Directory}', of kind {Kind}, is none that this version reads as one of budgets; it is left out, and sums of budgets may be too low or too high by it. A newer version may read it.")]
    public static partial void RecordUnreadable(ILogger logger, long sequence, string directory, LedgerRecordKind kind);

    [LoggerMessage(3332, LogLevel.Warning, "The snapshot of budgets '{Path}' is not used: {Problem} An older one is, or the ledger is read from its beginning. If this comes again, delete the file.")]
    public static partial void SnapshotUnusable(ILogger logger, string path, string problem);

    [LoggerMessage(3333, LogLevel.Error, "Sums of budgets may be too low or too high: the ledger in '{Directory}' has lost records that may have been theirs. {Damage}")]
    public static partial void RecordsLost(ILogger logger, string directory, LedgerDamage damage);

    [LoggerMessage(3334, LogLevel.Warning, "The budget {Budget} begins with nothing booked: what the ledger has under this name was counted by another scope, period, zone or currency. It comes back if the former definition does.")]
    public static partial void BudgetChanged(ILogger logger, string budget);

    [LoggerMessage(3335, LogLevel.Error, "No snapshot of budgets could be written to '{Directory}'; it is tried again. Until then a start reads more of the ledger, and its segments cannot be deleted. {Problem}")]
    public static partial void SnapshotFailed(ILogger logger, string directory, string problem);

    [LoggerMessage(3336, LogLevel.Warning, "That the hold {Hold} was abandoned could not be written down; after a restart it is indeterminate since the end of its lease. {Problem}")]
    public static partial void AbandonNotKept(ILogger logger, BudgetHoldId hold, string problem);

    [LoggerMessage(3337, LogLevel.Warning, "Budgets have no snapshot, and the ledger in '{Directory}' begins with record {Sequence}: what budgets booked before it is not counted.")]
    public static partial void BeginsLate(ILogger logger, string directory, long sequence);

    [LoggerMessage(3338, LogLevel.Error, "{Count} more records of the ledger in '{Directory}' are none that this version reads as those of budgets.")]
    public static partial void MoreUnreadable(ILogger logger, long count, string directory);

    [LoggerMessage(3339, LogLevel.Information, "The node {Node} goes on where it was: {Snapshot}, and {Records} records of the ledger in '{Directory}' after it. {Open} holds of former processes are open, and {Steps} steps may not have reached Redis; they are done once.")]
    public static partial void NodeRestored(ILogger logger, string node, string snapshot, long records, string directory, int open, int steps);

    [LoggerMessage(3340, LogLevel.Warning, "That Redis has done a step of the hold {Hold} could not be written down; after a restart it is asked again. {Problem}")]
    public static partial void DoneNotKept(ILogger logger, BudgetHoldId hold, string problem);

    [LoggerMessage(3341, LogLevel.Warning, "{Count} charges of former processes are in the ledger and had not reached the budgets; they are booked now.")]
    public static partial void ChargesLeft(ILogger logger, int count);

    [LoggerMessage(3342, LogLevel.Error, "The charge at place {Sequence} of the ledger, {Amount}, cannot be booked to its budgets.")]
    public static partial void ChargeNotBooked(ILogger logger, Exception exception, ulong sequence, Money amount);
}
