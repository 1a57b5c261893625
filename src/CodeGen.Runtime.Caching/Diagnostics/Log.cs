using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Caching;

internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Warning, "A frame in region {Region} was refused ({Result}); it counts as a miss.")]
    public static partial void FrameRefused(ILogger logger, string region, FrameReadResult result);

    [LoggerMessage(2002, LogLevel.Warning, "A payload in region {Region} could not be read as {Type} ({Error}); it counts as a miss.")]
    public static partial void PayloadRefused(ILogger logger, string region, string type, string error);

    [LoggerMessage(2003, LogLevel.Warning, "The shared tier failed repeatedly and is left alone for a while. {Reason}")]
    public static partial void BreakerOpened(ILogger logger, string reason);

    [LoggerMessage(2004, LogLevel.Warning, "A factory in region {Region} did not finish within {Deadline} and was cancelled.")]
    public static partial void FactoryTimedOut(ILogger logger, string region, TimeSpan deadline);

    [LoggerMessage(2005, LogLevel.Warning, "A value in region {Region} has {Bytes} bytes and stays in this process: more than MaxPayloadBytes ({Max}).")]
    public static partial void TooLarge(ILogger logger, string region, int bytes, int max);

    [LoggerMessage(2007, LogLevel.Error, "Values of type {Type} in region {Region} cannot be serialized and stay in this process: {Reason}")]
    public static partial void NotSerializable(ILogger logger, string region, string type, string reason);

    [LoggerMessage(2008, LogLevel.Warning, "A factory in region {Region} failed ({Error}); the value from before is served for up to {Pause} before it is tried again.")]
    public static partial void ServedStale(ILogger logger, string region, string error, TimeSpan pause);

    [LoggerMessage(2009, LogLevel.Warning, "A refresh in the background in region {Region} failed ({Error}); the value stays until its life is over.")]
    public static partial void RefreshFailed(ILogger logger, string region, string error);

    [LoggerMessage(2006, LogLevel.Error, "The maintenance of the cache met an unexpected error and goes on.")]
    public static partial void MaintenanceFailed(ILogger logger, Exception exception);
}
