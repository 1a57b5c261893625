using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.Costs;
using CodeGen.Runtime.Costs.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>One node: its budgets, its clock, the alerts that it hears and what it logs.</summary>
internal sealed class BudgetNode : IAsyncDisposable
{
    /// <summary>The clock of a world: a field beside the epoch.</summary>
    private const string TestClock = "local now = tonumber(redis.call('HGET', KEYS[1], 'clock') or '0')\n";

    private static readonly BudgetScripts s_scripts = new(TestClock);

    private readonly BudgetKeeper _keeper;

    public BudgetNode(
        BudgetWorld world, FakeTimeProvider time, Action<BudgetsBuilder> configure, Func<SharedBudgetOptions, SharedBudgetOptions>? change, string? address, INodeJournal? journal, LeasingOptions? leasing)
    {
        Time = time;
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton<IBudgetAlertHandler>(Alerts);
        BudgetsBuilder builder = services.AddBudgets();
        configure(builder);
        using ServiceProvider provider = services.BuildServiceProvider();
        BudgetScope[] scopes = provider.GetRequiredService<BudgetScopes>().All;
        IBudgetStore store = new InProcessBudgetStore(scopes, time);
        if ((address ?? world.Address) is { } server)
        {
            // A busy test machine is slow now and then.
            var coordination = new CoordinationOptions { Configuration = server, CommandTimeout = TimeSpan.FromSeconds(address is null ? 10 : 1), ConnectTimeout = TimeSpan.FromSeconds(10) };
            var options = new SharedBudgetOptions { Namespace = world.Namespace, Node = RandomIdentity.Next() };
            Store = new RedisBudgetStore(new RedisConnection(coordination, Logger), scopes, change?.Invoke(options) ?? options, time, Logger, s_scripts, journal);
            store = Store;
            if (leasing is not null)
            {
                Chunks = new PausingChunkStore(Store);
                Leased = new LeasedBudgetStore(Chunks, leasing, time, Logger);
                store = Leased;
            }
        }

        _keeper = new BudgetKeeper(scopes, store, BudgetsOptions.DefaultLease, time, provider.GetService<IBudgetExchange>(), [Alerts], Logger);
        _keeper.BookLeft(Store?.LeftCharges ?? [], Store as ILateStore ?? (ILateStore)store);
    }

    public FakeTimeProvider Time { get; }

    public RecordedAlerts Alerts { get; } = new();

    public FakeLogger Logger { get; } = new();

    public IBudgets Budgets => _keeper;

    internal BudgetKeeper Keeper => _keeper;

    public RedisBudgetStore? Store { get; }

    /// <summary>What serves its reservations by itself, where it does.</summary>
    public LeasedBudgetStore? Leased { get; }

    /// <summary>Between that and the store.</summary>
    public PausingChunkStore? Chunks { get; }

    /// <summary>Tells the store what became of all its chunks.</summary>
    public Task FlushAsync() => Leased!.FlushAsync(static (_, _) => true);

    public async Task<BudgetStatus> StatusAsync(string budget, DateTimeOffset? at = null) => (await Budgets.GetStatusAsync(budget, at))!;

    public ValueTask DisposeAsync() => Store?.DisposeAsync() ?? ValueTask.CompletedTask;
}
