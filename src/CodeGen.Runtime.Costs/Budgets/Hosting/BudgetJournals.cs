using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CodeGen.Runtime.Costs;

/// <summary>Finds the journal of a host's budgets: one that is registered itself, or the ledger's log where that is. Without either, budgets begin at zero with the process.</summary>
internal static class BudgetJournals
{
    public static bool IsIn(IServiceProvider services) => services.GetService<IBudgetJournal>() is not null || services.GetService<LedgerLog>() is not null;

    public static IBudgetJournal? Of(IServiceProvider services) =>
        services.GetService<IBudgetJournal>()
        ?? (services.GetService<LedgerLog>() is { } log
            ? new LedgerBudgetJournal(log, services.GetRequiredService<TimeProvider>(), LoggerOf(services), services.GetService<ChargesUnderWay>())
            : null);

    /// <summary>The journal of a node that shares its budgets.</summary>
    public static INodeJournal? OfNode(IServiceProvider services) =>
        services.GetService<INodeJournal>()
        ?? (services.GetService<LedgerLog>() is { } log
            ? new LedgerNodeJournal(log, services.GetRequiredService<TimeProvider>(), LoggerOf(services), services.GetService<ChargesUnderWay>())
            : null);

    private static ILogger LoggerOf(IServiceProvider services) => (services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("CodeGen.Runtime.Costs.Budgets");
}
