using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>What feeding tells the log.</summary>
internal static partial class FeedLog
{
    [LoggerMessage(3400, LogLevel.Information, "Feeding for node {Node} into schema {Schema}: PostgreSQL has its ledger up to {Cursor} of {Last}.")]
    public static partial void Attached(ILogger logger, Guid node, string schema, long cursor, long last);

    [LoggerMessage(3401, LogLevel.Warning, "PostgreSQL cannot be fed: {Reason} The ledger keeps what is booked; the next attempt is in {Pause}.")]
    public static partial void Failed(ILogger logger, string reason, TimeSpan pause, Exception exception);

    [LoggerMessage(3402, LogLevel.Error, "PostgreSQL cannot be fed: {Reason}")]
    public static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(3403, LogLevel.Information, "{What}")]
    public static partial void CursorMoved(ILogger logger, string what);

    [LoggerMessage(3404, LogLevel.Error, "The event id {EventId} of record {Sequence} of node {Node} belongs to another event, record {FirstSequence} of node {FirstNode}. The record is in no sum; view v_conflicts has it.")]
    public static partial void Conflict(ILogger logger, Guid eventId, Guid node, long sequence, Guid firstNode, long firstSequence);

    [LoggerMessage(3405, LogLevel.Error, "Records of node {Node} cannot be read and are not in PostgreSQL: {Problem}")]
    public static partial void Unreadable(ILogger logger, Guid node, string problem);
}
