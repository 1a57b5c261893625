using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>Log messages of budgets.</summary>
internal static partial class BudgetLog
{
    [LoggerMessage(3301, LogLevel.Warning, "The budget {Budget} has reached {Threshold} of its limit in window {Window}: {Committed} of {Limit}.")]
    public static partial void Alerted(ILogger logger, string budget, decimal threshold, string window, Money committed, Money limit);

    [LoggerMessage(3302, LogLevel.Error, "A handler of budget alerts, {Handler}, failed on {Budget}; the amount is booked, and the alert will not come again in window {Window}.")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, string handler, string budget, string window);

    [LoggerMessage(3303, LogLevel.Error, "The budget {Budget} could not count an amount in {Currency}: no rate to {To} is known for {Date}. It shows in the budget's status as not converted.")]
    public static partial void NotConverted(ILogger logger, string budget, Currency currency, Currency to, DateOnly date);
}
