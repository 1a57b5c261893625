using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>What the price book tells the log.</summary>
internal static partial class PriceLog
{
    [LoggerMessage(3101, LogLevel.Information, "Price files have changed; the new prices are used from now on.")]
    public static partial void Reloaded(ILogger logger);

    [LoggerMessage(3102, LogLevel.Error, "Price files have changed and cannot be used; the prices before are used on. {Problem}")]
    public static partial void ReloadFailed(ILogger logger, string problem);
}
