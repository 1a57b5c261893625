using CodeGen.Runtime.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace CodeGen.Runtime.Costs.PostgreSql.Tests;

/// <summary>A host with metering over a ledger of its own, fed into a database; it may be stopped and started again.</summary>
internal sealed class FeedNode : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _connection;
    private readonly Action<PostgreSqlCostsOptions>? _options;
    private readonly Action<CostMeteringBuilder>? _metering;
    private IHost? _host;

    private FeedNode(string connection, Action<PostgreSqlCostsOptions>? options, Action<CostMeteringBuilder>? metering) =>
        (_connection, _options, _metering) = (connection, options, metering);

    public required string Path { get; init; }

    public FakeLogCollector Log { get; } = new();

    public IServiceProvider Services => _host!.Services;

    public ICostTracker Tracker => Services.GetRequiredService<ICostTracker>();

    public ICostLedger Ledger => Services.GetRequiredService<ICostLedger>();

    public IPostgreSqlCosts Costs => Services.GetRequiredService<IPostgreSqlCosts>();

    public FeedState State => Services.GetRequiredService<FeedState>();

    public static async Task<FeedNode> StartAsync(
        string connection, Action<PostgreSqlCostsOptions>? options = null, Action<CostMeteringBuilder>? metering = null, string? path = null)
    {
        var node = new FeedNode(connection, options, metering) { Path = path ?? Directory.CreateTempSubdirectory("codegen-feed-").FullName };
        await node.StartAsync();
        return node;
    }

    public async Task StartAsync()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(new FakeLoggerProvider(Log));
        CostMeteringBuilder metering = builder.Services.AddCostMetering(o => (o.LedgerPath, o.SegmentBytes) = (Path, 1 << 20))
            .UsePostgreSql(_connection, o =>
            {
                (o.BatchDelay, o.MaxRetryDelay) = (TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(200));
                _options?.Invoke(o);
            });
        _metering?.Invoke(metering);
        _host = builder.Build();
        await _host.StartAsync();
    }

    /// <summary>Ends the hosted services and leaves the others.</summary>
    public Task StopFeedingAsync() => _host!.StopAsync();

    public async Task StopAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
            _host = null;
        }
    }

    /// <summary>Waits until the database has the ledger; a failure shows what the log says.</summary>
    public async Task FedAsync()
    {
        try
        {
            await WaitUntil.Async(() => State.FedThrough >= Ledger.LastSequence, Patience, "the ledger is fed");
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} Fed through {State.FedThrough} of {Ledger.LastSequence}. {string.Join(" / ", Log.GetSnapshot().Select(static r => $"{r.Message} {r.Exception}"))}", e);
        }
    }

    public Task<HealthReport> HealthAsync() => Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    public IReadOnlyList<CostRecord> Records()
    {
        var records = new List<CostRecord>();
        CostLedgerPage page;
        long from = 0;
        do
        {
            page = Ledger.ReadPage(from, 10_000);
            records.AddRange(page.Records);
            from = page.Next;
        }
        while (!page.IsEnd);
        return records;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Path, recursive: true);
    }
}
