using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>What roll-ups tell the log.</summary>
internal static partial class RollupLog
{
    [LoggerMessage(3220, LogLevel.Information, "Roll-ups are built in {Path}, because {Reason}: records {First} to {Last} of the ledger.")]
    public static partial void Begun(ILogger logger, string path, string reason, long first, long last);

    [LoggerMessage(3221, LogLevel.Warning, "The roll-up database from before is kept as {Path}. It is not read any longer; delete it when nobody needs its sums.")]
    public static partial void SetAside(ILogger logger, string path);

    [LoggerMessage(3222, LogLevel.Warning, "Records up to {Last}, taken before {Until:O}, are no longer in the ledger: what they came to is not in the new roll-ups. Put exported segments back and delete the roll-up database to have them again.")]
    public static partial void Unseen(ILogger logger, long last, DateTimeOffset until);

    [LoggerMessage(3228, LogLevel.Information, "The sums of records up to {Last}, whose segments were deleted, were carried over into the new roll-ups.")]
    public static partial void Carried(ILogger logger, long last);

    [LoggerMessage(3223, LogLevel.Information, "Roll-ups are at record {Next} of {Last}.")]
    public static partial void Progress(ILogger logger, long next, long last);

    [LoggerMessage(3224, LogLevel.Information, "Roll-ups have all {Records} records that were missing.")]
    public static partial void CaughtUp(ILogger logger, long records);

    [LoggerMessage(3225, LogLevel.Error, "Roll-ups could not be written to {Path}; nothing is lost, and the next try is in {Pause}. Reports read the ledger itself until then, which takes longer.")]
    public static partial void NotWritten(ILogger logger, Exception exception, string path, TimeSpan pause);

    [LoggerMessage(3226, LogLevel.Warning, "The roll-up database {Path} cannot be read; the ledger itself is read instead, which takes longer.")]
    public static partial void NotRead(ILogger logger, Exception exception, string path);

    [LoggerMessage(3227, LogLevel.Error, "Records {First} to {Last} of the ledger cannot be read and are in no roll-up: {Problem}")]
    public static partial void Unreadable(ILogger logger, long first, long last, string problem);
}
