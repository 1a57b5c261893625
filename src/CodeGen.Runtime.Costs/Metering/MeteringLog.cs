using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>What metering tells the log.</summary>
internal static partial class MeteringLog
{
    [LoggerMessage(3201, LogLevel.Information, "The ledger in {Directory} is open: node {Node}, {Records} records.")]
    public static partial void Opened(ILogger logger, string directory, Guid node, long records);

    [LoggerMessage(3202, LogLevel.Warning, "Costs are kept in a temporary directory and are gone when this process ends. Set {Option} to a directory that stays.")]
    public static partial void NotKept(ILogger logger, string option);

    [LoggerMessage(3203, LogLevel.Warning, "The ledger in {Directory} ended with a record that was not finished when its process or machine stopped, {Bytes} bytes; it was cut. Nothing that was acknowledged is lost.")]
    public static partial void TornTail(ILogger logger, string directory, long bytes);

    [LoggerMessage(3204, LogLevel.Error, "The ledger is damaged: {Problem}")]
    public static partial void Damaged(ILogger logger, string problem);

    [LoggerMessage(3205, LogLevel.Warning, "No price is known for {Use}; what was used is booked without an amount. Add its price and let the ledger be priced again. This is told once for each name.")]
    public static partial void Unpriced(ILogger logger, string use);

    [LoggerMessage(3206, LogLevel.Error, "A charge is in the ledger and could not be counted in budgets.")]
    public static partial void NotBudgeted(ILogger logger, Exception exception);
}
