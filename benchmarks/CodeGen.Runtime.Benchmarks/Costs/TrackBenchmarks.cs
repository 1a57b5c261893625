using BenchmarkDotNet.Attributes;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>What it costs to book a request: priced, attributed, in the ledger, where it survives the process.</summary>
[MemoryDiagnoser]
public class TrackBenchmarks
{
    private readonly ModelUsage _usage = new() { InputTokens = 3_000, CacheReadTokens = 2_400, OutputTokens = 350 };
    private readonly CostAttribution _attribution = new() { Service = "generator", User = "u7", Project = "p42" };
    private string _directory = null!;
    private ServiceProvider _services = null!;
    private ICostTracker _tracker = null!;
    private ICostLedger _ledger = null!;

    /// <summary>Opens a ledger of its own.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _directory = Directory.CreateTempSubdirectory("codegen-track-").FullName;
        _services = new ServiceCollection().AddCostMetering(o => o.LedgerPath = _directory).Services.BuildServiceProvider();
        _tracker = _services.GetRequiredService<ICostTracker>();
        _ledger = _services.GetRequiredService<ICostLedger>();
    }

    /// <summary>Removes it.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _services.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>A request of a model, nobody's.</summary>
    [Benchmark(Baseline = true)]
    public CostReceipt TrackModel() => _tracker.TrackModel("claude-haiku-4-5", _usage);

    /// <summary>The same, of a project, a user and a service.</summary>
    [Benchmark]
    public CostReceipt TrackModelAttributed() => _tracker.TrackModel("claude-haiku-4-5", _usage, new CostTerms { Attribution = _attribution });

    /// <summary>The same under an id that is remembered.</summary>
    [Benchmark]
    public CostReceipt TrackModelOnce() => _tracker.TrackModel("claude-haiku-4-5", _usage, new CostTerms { Attribution = _attribution, EventId = Guid.CreateVersion7() });

    /// <summary>A call of an API by its duration.</summary>
    [Benchmark]
    public CostReceipt TrackApi() => _tracker.TrackApi("POST /generate", TimeSpan.FromSeconds(2.4));

    /// <summary>Nothing is booked: what pricing alone takes.</summary>
    [Benchmark]
    public Money Estimate() => _tracker.Estimate(CostUse.Model(new ServedModel("claude-haiku-4-5"), _usage));
}
