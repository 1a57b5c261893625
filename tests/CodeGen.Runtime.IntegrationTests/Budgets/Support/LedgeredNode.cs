using CodeGen.Runtime.Costs;
using CodeGen.Runtime.Costs.Tests;
using CodeGen.Runtime.TestKit;
using Microsoft.Extensions.Logging.Testing;

namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>One life of a process that shares budgets and has a ledger. It ends like a killed one: nothing is said to anybody.</summary>
internal sealed class LedgeredNode : IAsyncDisposable
{
    private readonly ChargesUnderWay _underWay = new();

    public LedgeredNode(BudgetWorld world, TestLedger ledger, Action<BudgetsBuilder> configure, Func<INodeJournal, INodeJournal>? wrap = null, string? address = null, LeasingOptions? leasing = null, Func<SharedBudgetOptions, SharedBudgetOptions>? options = null)
    {
        Log = ledger.Open(65_536);
        INodeJournal journal = new LedgerNodeJournal(Log, ledger.Time, JournalLog, _underWay);
        Node = world.Node(configure, options: options, journal: wrap?.Invoke(journal) ?? journal, address: address, leasing: leasing);
    }

    public LedgerLog Log { get; }

    public BudgetNode Node { get; }

    public FakeLogger JournalLog { get; } = new();

    public IBudgets Budgets => Node.Budgets;

    public RedisBudgetStore Store => Node.Store!;

    public Task<BudgetStatus> StatusAsync(string budget) => Node.StatusAsync(budget);

    /// <summary>Reaches the server and does what waits.</summary>
    public Task SettledAsync() => WaitUntil.Async(
        async () =>
        {
            await Store.PulseAsync();
            await Store.DrainAsync();
            return Store.WaitingCount == 0;
        },
        TimeSpan.FromSeconds(60),
        "nothing waits");

    public async ValueTask DisposeAsync()
    {
        Log.Dispose();
        await Node.DisposeAsync();
    }
}
