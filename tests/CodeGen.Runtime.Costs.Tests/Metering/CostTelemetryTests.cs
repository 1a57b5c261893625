using System.Diagnostics.Metrics;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public class CostTelemetryTests
{
    private static readonly ModelUsage s_usage = new() { InputTokens = 3_000, CacheReadTokens = 2_400, OutputTokens = 350 };

    [Fact]
    public void TrackModel_SomebodyListens_TellsTokensAndDurationByTheConventions()
    {
        using var host = new MeteredHost();
        using MetricCollector<long> tokens = Collector<long>(host, CostsDiagnostics.TokenUsage);
        using MetricCollector<double> duration = Collector<double>(host, CostsDiagnostics.OperationDuration);

        host.Tracker.TrackModel(new ServedModel("claude-haiku-4-5") { Provider = "anthropic" }, s_usage, new CostTerms { Duration = TimeSpan.FromSeconds(2.5) });

        tokens.GetMeasurementSnapshot().Select(static m => (m.Value, m.Tags["gen_ai.token.type"])).Should().Equal((3_000, "input"), (350, "output"));
        CollectedMeasurement<double> took = duration.GetMeasurementSnapshot().Should().ContainSingle().Subject;
        took.Value.Should().Be(2.5);
        took.Tags.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.provider.name"] = "anthropic",
            ["gen_ai.request.model"] = "claude-haiku-4-5",
        });
    }

    [Fact]
    public void Track_SomebodyListens_CountsRecordsAndMoney()
    {
        using var host = new MeteredHost();
        using MetricCollector<long> records = Collector<long>(host, CostsDiagnostics.Records);
        using MetricCollector<double> spent = Collector<double>(host, CostsDiagnostics.Spent);
        using MetricCollector<double> saved = Collector<double>(host, CostsDiagnostics.Saved);
        using MetricCollector<long> repeated = Collector<long>(host, CostsDiagnostics.Repeated);
        var terms = new CostTerms { EventId = Guid.CreateVersion7(MeteredHost.Began) };

        CostReceipt charge = host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(2), terms);
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(2), terms);
        host.Tracker.TrackModel("nobody-knows-me", s_usage);
        host.Tracker.TrackSaving(CostUse.Meter(CostCategory.Api, MeterNames.ApiSeconds, TimeSpan.FromSeconds(5)));
        host.Tracker.Adjust(charge.Sequence, Money.Of(-0.001m, Currency.Cny), "credit");

        records.GetMeasurementSnapshot().Select(static m => $"{m.Tags["kind"]} {m.Tags["category"]} {m.Tags["status"]}").Should().Equal(
            "charge api priced", "charge model unpriced", "saving api priced", "adjustment api priced");
        spent.GetMeasurementSnapshot().Select(static m => (m.Value, m.Tags["currency"])).Should().Equal((0.002, "CNY"));
        saved.GetMeasurementSnapshot().Select(static m => m.Value).Should().Equal(0.005);
        repeated.GetMeasurementSnapshot().Should().ContainSingle();
    }

    [Fact]
    public async Task Gauges_Ledger_TellRecordsAndWhatIsNotFlushed()
    {
        using var host = new MeteredHost(b => b.ConfigureAttribution(o => o.MaxValues = 1));
        using MetricCollector<long> ledger = Collector<long>(host, CostsDiagnostics.LedgerRecords);
        using MetricCollector<long> unflushed = Collector<long>(host, CostsDiagnostics.LedgerUnflushed);
        using MetricCollector<long> overflows = Collector<long>(host, CostsDiagnostics.AttributionOverflows);
        host.Tracker.TrackApi("a", TimeSpan.FromSeconds(2));
        host.Tracker.TrackApi("b", TimeSpan.FromSeconds(2));

        Last(ledger).Should().Be(2);
        Last(unflushed).Should().Be(2);
        Last(overflows).Should().Be(1);
        await host.Ledger.FlushAsync();
        Last(unflushed).Should().Be(0);
    }

    [Fact]
    public async Task Health_HoldNobodySettled_IsDegraded()
    {
        using var host = new MeteredHost(b => b.AddBudget("all", budget => budget.Monthly(10m).Enforce()));
        (await HealthAsync(host)).Status.Should().Be(HealthStatus.Healthy);
        host.Tracker.TrackApi("a", TimeSpan.FromSeconds(2));
        await (await host.Budgets.ReserveAsync(Money.Of(1m, Currency.Usd))).DisposeAsync();

        HealthReportEntry entry = await HealthAsync(host);

        entry.Status.Should().Be(HealthStatus.Degraded);
        entry.Description.Should().Contain("1 holds");
        entry.Data["records"].Should().BeOfType<long>().Which.Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task Health_DiskWithoutRoom_IsUnhealthyUntilThereIs()
    {
        using var host = new MeteredHost(b => b.Services.Configure<CostMeteringOptions>(o => o.SegmentBytes = 4_096));
        host.Tracker.TrackApi("a", TimeSpan.FromSeconds(2));

        // The next file cannot be made: a directory of its name stands in the way, as a full disk would.
        string blocker = Path.Combine(host.Path, "segment-0000000002.ledger");
        Directory.CreateDirectory(blocker);
        FluentActions.Invoking(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                host.Tracker.TrackApi("a", TimeSpan.FromSeconds(2));
            }
        }).Should().Throw<LedgerUnavailableException>();
        (await HealthAsync(host)).Status.Should().Be(HealthStatus.Unhealthy);

        Directory.Delete(blocker);
        host.Tracker.TrackApi("a", TimeSpan.FromSeconds(2));
        (await HealthAsync(host)).Status.Should().Be(HealthStatus.Healthy);
    }

    private static MetricCollector<T> Collector<T>(MeteredHost host, string instrument)
        where T : struct
    {
        _ = host.Tracker;
        return new MetricCollector<T>(host.Services.GetRequiredService<IMeterFactory>(), CostsDiagnostics.Name, instrument);
    }

    private static long Last(MetricCollector<long> collector)
    {
        collector.RecordObservableInstruments();
        return collector.LastMeasurement!.Value;
    }

    private static async Task<HealthReportEntry> HealthAsync(MeteredHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries[Microsoft.Extensions.DependencyInjection.CostMeteringServiceCollectionExtensions.HealthCheckName];
}
