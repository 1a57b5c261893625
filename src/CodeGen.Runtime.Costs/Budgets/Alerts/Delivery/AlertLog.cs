using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>Log messages of the delivery of alerts. Of URLs they have the host.</summary>
internal static partial class AlertLog
{
    [LoggerMessage(3340, LogLevel.Information, "Budget alerts go to {Destinations} destinations through the outbox in {Path}; {Pending} of an earlier run wait, {Dead} are dead letters.")]
    public static partial void Started(ILogger logger, int destinations, string path, int pending, int dead);

    [LoggerMessage(3341, LogLevel.Warning, "Budget alerts go to {Destinations} destinations and wait in memory only: those that are not delivered when the process ends are lost. Set {Setting} to a directory to keep them.")]
    public static partial void InMemory(ILogger logger, int destinations, string setting);

    [LoggerMessage(3342, LogLevel.Information, "The budget alert {Id} was delivered to {Destination} at {Host}.")]
    public static partial void Delivered(ILogger logger, EventId id, string destination, string host);

    [LoggerMessage(3343, LogLevel.Warning, "The budget alert {Id} was not taken by {Destination} at {Host}: {Reason}. The destination is tried again not before {Next}.")]
    public static partial void AttemptFailed(ILogger logger, EventId id, string destination, string host, string reason, DateTimeOffset next);

    [LoggerMessage(3344, LogLevel.Error, "The budget alert {Id} for {Destination} is given up ({Reason}, last failure: {Failure}) and kept as a dead letter.")]
    public static partial void GivenUp(ILogger logger, EventId id, string destination, string reason, string? failure);

    [LoggerMessage(3345, LogLevel.Error, "The outbox of budget alerts in {Path} failed. The alert is delivered from memory; until the disk works again a restart may lose alerts or repeat them.")]
    public static partial void DiskFailed(ILogger logger, Exception exception, string path);

    [LoggerMessage(3346, LogLevel.Error, "The dead letter {Id} of {Destination} was deleted, since {Kept} newer ones are kept.")]
    public static partial void Dropped(ILogger logger, EventId id, string destination, int kept);

    [LoggerMessage(3347, LogLevel.Error, "The host stops, and {Count} budget alerts that were not delivered are lost with its memory.")]
    public static partial void Lost(ILogger logger, int count);

    [LoggerMessage(3348, LogLevel.Warning, "{Count} files of the outbox in {Path} belong to no destination that is configured. They stay there; configure the destination again, or delete them.")]
    public static partial void Strange(ILogger logger, int count, string path);
}
