using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>One life of a process whose budgets have a journal in a ledger. It ends like a killed one: nothing is said to anybody.</summary>
internal sealed class JournaledHost : IAsyncDisposable
{
    public const int SegmentBytes = 65_536;

    private readonly ServiceProvider _services;

    public JournaledHost(TestLedger ledger, Action<IServiceCollection> configure, Func<LedgerBudgetJournal, IBudgetJournal>? wrap = null, int segmentBytes = SegmentBytes)
    {
        Log = ledger.Open(segmentBytes);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(ledger.Time);
        services.AddSingleton<IBudgetAlertHandler>(Alerts);
        services.AddLogging(logging => logging.AddProvider(Told));
        services.AddSingleton(Log);
        if (wrap is not null)
        {
            services.AddSingleton(provider => wrap(new LedgerBudgetJournal(Log, ledger.Time, provider.GetRequiredService<ILoggerFactory>().CreateLogger("budgets"))));
        }

        services.AddBudgets();
        configure(services);
        _services = services.BuildServiceProvider();
        try
        {
            Budgets = _services.GetRequiredService<IBudgets>();
        }
        catch
        {
            Log.Dispose();
            throw;
        }
    }

    public LedgerLog Log { get; }

    public RecordedAlerts Alerts { get; } = new();

    public RecordedLog Told { get; } = new();

    public IBudgets Budgets { get; }

    public InProcessBudgetStore Store => (InProcessBudgetStore)((BudgetKeeper)Budgets).Store;

    public IServiceProvider Services => _services;

    public async Task<BudgetStatus> StatusAsync(string budget, DateTimeOffset? at = null) => (await Budgets.GetStatusAsync(budget, at))!;

    /// <summary>All sums, as text that can be compared.</summary>
    public string[] Sums() =>
    [
        .. Store.Images().SelectMany(static image => image.Windows
            .Select(window => $"{BudgetKey.NameOf(image.Key)} {Convert.ToHexString(image.Key[^4..])} {window.Start} {window.Committed} {window.Held} {window.Open} {window.Alerted}")
            .Append($"{BudgetKey.NameOf(image.Key)} {Convert.ToHexString(image.Key[^4..])} {image.Alerted}")),
    ];

    public async ValueTask DisposeAsync()
    {
        Log.Dispose();
        await _services.DisposeAsync();
    }
}
