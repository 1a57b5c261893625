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

    public MeteredHost(Action<CostMeteringBuilder>? configure = null)
    {
        _configure = configure;
        _services = Build();
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("codegen-metering-").FullName;

    public FakeTimeProvider Time { get; } = new(Began);

    public FakeLogCollector Log { get; } = new();

    public ICostTracker Tracker => _services.GetRequiredService<ICostTracker>();

    public ICostLedger Ledger => _services.GetRequiredService<ICostLedger>();

    public IBudgets Budgets => _services.GetRequiredService<IBudgets>();

    public IServiceProvider Services => _services;

    public IReadOnlyList<CostRecord> Records => Ledger.ReadPage(0, 10_000).Records;

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
        _configure?.Invoke(builder);
        return services.BuildServiceProvider();
    }
}
