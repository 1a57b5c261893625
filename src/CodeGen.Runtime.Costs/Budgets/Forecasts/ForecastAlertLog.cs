using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>Log messages of alerts on the forecast of budgets.</summary>
internal static partial class ForecastAlertLog
{
    [LoggerMessage(3304, LogLevel.Warning, "The budget {Budget} is expected to pass its limit in window {Window}, with a probability of {Probability}: {Expected} of {Limit} are expected, {Spent} are spent, and the limit is passed about {When}.")]
    public static partial void Alerted(ILogger logger, string budget, string window, double probability, Money expected, Money limit, Money spent, DateTimeOffset when);

    [LoggerMessage(3305, LogLevel.Error, "A handler of budget alerts, {Handler}, failed on the forecast of {Budget}; the alert will not come again in window {Window}.")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, string handler, string budget, string window);

    [LoggerMessage(3306, LogLevel.Error, "The budget {Budget} could not be forecast; it is tried again in {Interval}.")]
    public static partial void NotForecast(ILogger logger, Exception exception, string budget, TimeSpan interval);

    [LoggerMessage(3307, LogLevel.Warning, "Which windows were alerted of could not be kept in {Path}; after a restart an alert on a forecast may come again.")]
    public static partial void NotKept(ILogger logger, Exception exception, string path);
}
