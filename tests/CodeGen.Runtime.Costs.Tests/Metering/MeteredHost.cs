using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>A host's services with metering over a ledger of its own, which may be opened again.</summary>
internal sealed class MeteredHost : IDisposable
{
    public static readonly DateTimeOffset Began = new(2026, 8, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly Action<CostMeteringBuilder>? _configure;
    private ServiceProvider _services;

    private readonly Action<CostMeteringOptions>? _options;

    public MeteredHost(Action<CostMeteringBuilder>? configure = null, Action<CostMeteringOptions>? options = null)
    {
        (_configure, _options) = (configure, options);
        _services = Build();
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("codegen-metering-").FullName;

    public FakeTimeProvider Time { get; } = new(Began);

    public FakeLogCollector Log { get; } = new();

    public ICostTracker Tracker => _services.GetRequiredService<ICostTracker>();

    public ICostLedger Ledger => _services.GetRequiredService<ICostLedger>();

    public IBudgets Budgets => _services.GetRequiredService<IBudgets>();

    public IServiceProvider Services => _services;

    public RollupStore Rollups => _services.GetRequiredService<RollupStore>();

    public IReadOnlyList<CostRecord> Records => Ledger.ReadPage(0, 10_000).Records;

    public CostReport Report(Action<CostQuery> configure) => Services.GetRequiredService<ICostReports>().ReportAsync(configure).AsTask().GetAwaiter().GetResult();

    /// <summary>Brings the roll-ups up to the ledger's end, as the service does.</summary>
    public void RollUp(int maxCells = RollupRun.DefaultMaxCells) => RollUp(Rollups, maxCells);

    public static void RollUp(RollupStore rollups, int maxCells = RollupRun.DefaultMaxCells)
    {
        using var run = new RollupRun(rollups) { MaxCells = maxCells };
        RollUp(run);
    }

    public static void RollUp(RollupRun run) => run.CatchUpAsync(default).GetAwaiter().GetResult();

    /// <summary>Ends the process's services and starts others over the same ledger.</summary>
    public void Restart()
    {
        _services.Dispose();
        _services = Build();
    }

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(Path, recursive: true);
    }

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(Log)));
        CostMeteringBuilder builder = services.AddCostMetering(o => (o.LedgerPath, o.SegmentBytes) = (Path, 1 << 20));
        if (_options is not null)
        {
            builder.Services.Configure(_options);
        }

        _configure?.Invoke(builder);
        return services.BuildServiceProvider();
    }
}
