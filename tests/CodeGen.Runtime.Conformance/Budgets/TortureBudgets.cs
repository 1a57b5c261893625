using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.Logging.Abstractions;

namespace CodeGen.Runtime.Conformance.Budgets;

/// <summary>The budgets of a torture, as every process of it has them.</summary>
internal sealed class TortureBudgets : IAsyncDisposable
{
    public const string Month = "month";
    public const string Minute = "minute";
    public const int RollingSeconds = 60;

    private TortureBudgets(BudgetKeeper keeper, RedisBudgetStore store, LedgerLog log, LeasedBudgetStore? leased)
    {
        Leased = leased;
        Keeper = keeper;
        Store = store;
        Log = log;
    }

    public BudgetKeeper Keeper { get; }

    public RedisBudgetStore Store { get; }

    /// <summary>Where the node writes down what it does.</summary>
    public LedgerLog Log { get; }

    /// <summary>What serves reservations from chunks, where something does.</summary>
    public LeasedBudgetStore? Leased { get; }

    /// <summary>A month that is never used up, for the sum, and a minute in buckets of five seconds that always is.</summary>
    public static TortureBudgets Open(string connection, string ns, ulong node, IEnumerable<string> others, TimeSpan skew, decimal limit, string ledger, Func<IChunkStore, IChunkStore>? leasing = null)
    {
        var time = new SkewedClock(skew);
        var month = new BudgetDefinition(Month, [], BudgetPeriod.Once(BudgetPeriod.Earliest, BudgetPeriod.Latest.AddDays(-1)), Money.Of(1_000_000_000, Currency.Usd), [], BudgetMode.Enforce);
        var minute = new BudgetDefinition(Minute, [], BudgetPeriod.Rolling(TimeSpan.FromSeconds(RollingSeconds), 12), Money.Of(limit, Currency.Usd), [], BudgetMode.Enforce);
        BudgetScope[] scopes = BudgetScope.Of([month, minute], time);
        var coordination = new CoordinationOptions { Configuration = connection, CommandTimeout = TimeSpan.FromSeconds(2) };
        var options = new SharedBudgetOptions { Namespace = ns, Node = node, Known = [.. others], NodeLife = 3_600_000 };
        LedgerLog log = TortureLedger.Open(ledger);
        var store = new RedisBudgetStore(
            new RedisConnection(coordination, NullLogger.Instance), scopes, options, time, NullLogger.Instance, journal: new LedgerNodeJournal(log, TimeProvider.System, NullLogger.Instance));
        LeasedBudgetStore? leased = leasing is null
            ? null
            : new LeasedBudgetStore(leasing(store), new LeasingOptions { Mode = SharedBudgetMode.Leased, ChunkLife = TimeSpan.FromMilliseconds(200) }, time, NullLogger.Instance);
        return new TortureBudgets(new BudgetKeeper(scopes, leased ?? (IBudgetStore)store, TimeSpan.FromSeconds(5), time, null, [], NullLogger.Instance), store, log, leased);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Log.Dispose();
    }
}
