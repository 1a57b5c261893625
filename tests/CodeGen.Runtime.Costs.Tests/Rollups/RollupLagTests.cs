using System.Diagnostics.Metrics;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Roll-ups that stay behind are told by the health check and by instruments.</summary>
public class RollupLagTests
{
    [Fact]
    public async Task CheckHealth_RollupsStayBehind_IsDegradedAfterTheLimitAndHealthyAgain()
    {
        using MeteredHost host = Histories.Host();
        bool isAway = true;
        host.Rollups.Probe = step => _ = step == RollupStep.Read && isAway ? throw new IOException("No space left on device") : 0;
        RollupService service = host.Services.GetServices<IHostedService>().OfType<RollupService>().Single();
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        await service.StartAsync(default);
        await WaitAsync(() => host.Log.GetSnapshot().Any(static e => e.Id.Id == 3225));

        HealthReportEntry young = await HealthAsync(host);
        host.Time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        HealthReportEntry late = await HealthAsync(host);
        isAway = false;
        RollupLag lag = host.Services.GetRequiredService<RollupLag>();
        await WaitAsync(() => lag.Records == 0, () => host.Time.Advance(TimeSpan.FromSeconds(10)));
        HealthReportEntry caughtUp = await HealthAsync(host);
        await service.StopAsync(default);

        young.Status.Should().Be(HealthStatus.Healthy);
        young.Data["rollup_lag_records"].Should().Be(2L);
        late.Status.Should().Be(HealthStatus.Degraded);
        late.Description.Should().Contain("2 records behind").And.Contain("CodeGenRuntime:Costs:MaxRollupLag");
        ((double)late.Data["rollup_lag_seconds"]).Should().BeGreaterThan(300);
        caughtUp.Status.Should().Be(HealthStatus.Healthy);
        (caughtUp.Data["rollup_lag_records"], caughtUp.Data["rollup_lag_seconds"]).Should().Be((0L, 0d));
    }

    [Fact]
    public void Lag_NobodyFollows_IsNone()
    {
        using MeteredHost host = Histories.Host();
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        RollupLag lag = host.Services.GetRequiredService<RollupLag>();

        host.Time.Advance(TimeSpan.FromDays(1));

        (lag.Records, lag.Time).Should().Be((0L, TimeSpan.Zero));
    }

    [Fact]
    public void Instruments_BehindByRecords_TellThemAndSinceWhen()
    {
        using MeteredHost host = Histories.Host();
        RollupLag lag = host.Services.GetRequiredService<RollupLag>();
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        long next = 1;
        lag.Follow(() => next);
        IMeterFactory meters = host.Services.GetRequiredService<IMeterFactory>();
        using var records = new MetricCollector<long>(meters, CostsDiagnostics.Name, CostsDiagnostics.RollupLagRecords);
        using var seconds = new MetricCollector<double>(meters, CostsDiagnostics.Name, CostsDiagnostics.RollupLagSeconds);

        host.Time.Advance(TimeSpan.FromSeconds(7));
        records.RecordObservableInstruments();
        seconds.RecordObservableInstruments();
        (records.LastMeasurement!.Value, seconds.LastMeasurement!.Value).Should().Be((2L, 7d));

        next = 3;
        lag.End();
        records.RecordObservableInstruments();
        seconds.RecordObservableInstruments();
        (records.LastMeasurement!.Value, seconds.LastMeasurement!.Value).Should().Be((0L, 0d));
    }

    private static async Task<HealthReportEntry> HealthAsync(MeteredHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries[CostMeteringServiceCollectionExtensions.HealthCheckName];

    private static async Task WaitAsync(Func<bool> condition, Action? meanwhile = null)
    {
        using var never = new SemaphoreSlim(0);
        while (!condition())
        {
            await never.WaitAsync(TimeSpan.FromMilliseconds(5));
            meanwhile?.Invoke();
        }
    }
}
