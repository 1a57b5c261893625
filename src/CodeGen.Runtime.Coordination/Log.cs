using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Coordination;

internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "Connected to Redis at {Endpoint}; the server check passed.")]
    public static partial void Connected(ILogger logger, string endpoint);

    [LoggerMessage(1002, LogLevel.Error, "{Refusal}")]
    public static partial void ServerRefused(ILogger logger, string refusal);

    [LoggerMessage(1003, LogLevel.Warning, "The lease could not be renewed; local values are no longer trusted on their own. {Reason}")]
    public static partial void LeaseLost(ILogger logger, string reason);

    [LoggerMessage(1004, LogLevel.Information, "The lease holds again at {Position}.")]
    public static partial void LeaseRegained(ILogger logger, LogPosition position);

    [LoggerMessage(1005, LogLevel.Warning, "The invalidation log has a new epoch {Epoch:x16} after {Previous:x16} (flush, fail-over or restart of the server): values made before it are forgotten.")]
    public static partial void EpochChanged(ILogger logger, ulong epoch, ulong previous);

    [LoggerMessage(1006, LogLevel.Warning, "Time did not pass evenly (frozen process, suspended machine or corrected clock): the lease was dropped.")]
    public static partial void ClockJumped(ILogger logger);

    [LoggerMessage(1007, LogLevel.Warning, "{Count} invalidations wait until the server is back.")]
    public static partial void OutboxWaiting(ILogger logger, int count);

    [LoggerMessage(1008, LogLevel.Information, "{Count} waiting invalidations were appended to the log.")]
    public static partial void OutboxDrained(ILogger logger, int count);

    [LoggerMessage(1009, LogLevel.Debug, "A message on the doorbell could not be read and was ignored.")]
    public static partial void DoorbellUnreadable(ILogger logger);

    [LoggerMessage(1010, LogLevel.Error, "The loop that renews the lease met an unexpected error and goes on.")]
    public static partial void RenewLoopFailed(ILogger logger, Exception exception);

    [LoggerMessage(1011, LogLevel.Debug, "Retired {Short} short-lived records and everything up to sequence {Floor}.")]
    public static partial void Retired(ILogger logger, int @short, long floor);

    [LoggerMessage(1013, LogLevel.Warning, "Epoch {Epoch:x16} carries on the one before: {Count} records that the new primary lacked were appended by this node.")]
    public static partial void Recovered(ILogger logger, ulong epoch, int count);

    [LoggerMessage(1012, LogLevel.Warning, "Retirement of old records failed and is tried again. {Reason}")]
    public static partial void RetireFailed(ILogger logger, string reason);
}
