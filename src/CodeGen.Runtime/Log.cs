using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime;

/// <summary>What the joints of the runtime tell the log.</summary>
internal static partial class Log
{
    [LoggerMessage(9001, LogLevel.Warning, "What hits of the region {Region} have saved could not be booked; it is kept and tried again.")]
    public static partial void SavingsNotBooked(ILogger logger, Exception exception, string region);
}
