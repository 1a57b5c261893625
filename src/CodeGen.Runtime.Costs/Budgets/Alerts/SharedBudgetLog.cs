using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>Log messages of budgets that several nodes share.</summary>
internal static partial class SharedBudgetLog
{
    [LoggerMessage(3310, LogLevel.Information, "This node, {Node}, shares its budgets over Redis at {Endpoint}: epoch {Epoch}, generation {Generation}.")]
    public static partial void Joined(ILogger logger, string node, string endpoint, string epoch, long generation);

    [LoggerMessage(3311, LogLevel.Warning, "The budgets on Redis at {Endpoint} have a new epoch {Epoch}, generation {Generation}, after {Previous} (restart, fail-over, flush, or this node was silent for long). What is enforced is refused until all nodes have said what they booked.")]
    public static partial void EpochChanged(ILogger logger, string endpoint, string epoch, long generation, string previous);

    [LoggerMessage(3312, LogLevel.Information, "This node, {Node}, has said in epoch {Epoch} what it booked: {Windows} windows and {Holds} open holds.")]
    public static partial void Posted(ILogger logger, string node, string epoch, int windows, int holds);

    [LoggerMessage(3313, LogLevel.Warning, "Redis at {Endpoint} is away. What is spent is kept in this process and booked when it is back, {Most} steps at most.")]
    public static partial void Waiting(ILogger logger, string endpoint, int most);

    [LoggerMessage(3314, LogLevel.Information, "{Count} steps of budgets that waited for Redis are booked; {Left} wait on.")]
    public static partial void WaitingDone(ILogger logger, int count, int left);

    [LoggerMessage(3315, LogLevel.Error, "The hold {Hold} could not be booked with {Amount} after it had waited for Redis: {Reason}. Correct it by an adjustment of the ledger.")]
    public static partial void WaitingFailed(ILogger logger, BudgetHoldId hold, Money amount, string reason);

    [LoggerMessage(3316, LogLevel.Warning, "This node, {Node}, was given up by the others and joins them again; what it had booked is counted among what is past.")]
    public static partial void GivenUp(ILogger logger, string node);

    [LoggerMessage(3317, LogLevel.Warning, "The node {Node} was silent for long and counts as gone. What it booked stays counted; its holds become indeterminate when their leases end.")]
    public static partial void NodeGone(ILogger logger, string node);

    [LoggerMessage(3318, LogLevel.Error, "This node ends while {Count} steps of budgets still wait for Redis. They are not booked: {Steps}")]
    public static partial void EndedWaiting(ILogger logger, int count, string steps);

    [LoggerMessage(3320, LogLevel.Information, "This node, {Node}, is back on Redis at {Endpoint} in epoch {Epoch}: {Holds} holds of former processes are open, {Steps} steps wait, {Corrected} windows were not in the ledger, {Adopted} holds neither.")]
    public static partial void Resumed(ILogger logger, string node, string endpoint, string epoch, int holds, int steps, int corrected, int adopted);

    [LoggerMessage(3321, LogLevel.Warning, "This node ends while {Count} steps of budgets still wait for Redis. They are in the ledger, and are done when it is started again.")]
    public static partial void EndedKeeping(ILogger logger, int count);

    [LoggerMessage(3319, LogLevel.Warning, "Redis could not be told that this node, {Node}, lives; it is tried again. {Reason}")]
    public static partial void PulseFailed(ILogger logger, string node, string reason);

    [LoggerMessage(3322, LogLevel.Warning, "The shared store of the budgets is away, or waits for nodes. Reservations go on within what this node had set aside before; beyond that, what is enforced is refused.")]
    public static partial void Alone(ILogger logger);

    [LoggerMessage(3323, LogLevel.Information, "The shared store of the budgets answers again.")]
    public static partial void NotAlone(ILogger logger);
}
