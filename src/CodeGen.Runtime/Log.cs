using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime;

/// <summary>What the joints of the runtime tell the log.</summary>
internal static partial class Log
{
    [LoggerMessage(9001, LogLevel.Warning, "What hits of the region {Region} have saved could not be booked; it is kept and tried again.")]
    public static partial void SavingsNotBooked(ILogger logger, Exception exception, string region);

    [LoggerMessage(9002, LogLevel.Warning, "How the caches' values are reused could not be read: {Problem}")]
    public static partial void ReuseNotRead(ILogger logger, string problem);

    [LoggerMessage(9003, LogLevel.Warning, "How the caches' values are reused could not be saved; it is tried again.")]
    public static partial void ReuseNotSaved(ILogger logger, Exception exception);
}
