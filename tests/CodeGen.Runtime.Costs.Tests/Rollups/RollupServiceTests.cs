using FluentAssertions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public class RollupServiceTests
{
    [Fact]
    public async Task StopAsync_RecordsThatAreNotSummedYet_AreSummed()
    {
        using MeteredHost host = Histories.Host();
        RollupService service = Service(host);
        await service.StartAsync(default);
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));

        await service.StopAsync(default);

        RollupRows.Of(host.Rollups.Path, RollupLevel.Month).Should().ContainSingle();
    }

    [Fact]
    public async Task Execute_RecordsComeAndTimePasses_AreSummed()
    {
        using MeteredHost host = Histories.Host();
        RollupService service = Service(host);
        var written = new SemaphoreSlim(0);
        host.Rollups.Probe = step => _ = step == RollupStep.Committed ? written.Release() : 0;
        await service.StartAsync(default);
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        await AdvanceUntilAsync(host, written);
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        await AdvanceUntilAsync(host, written);

        RollupRows.Of(host.Rollups.Path, RollupLevel.Month).Single().Should().Contain(" | 2 | 2 | ");
        await service.StopAsync(default);
    }

    [Fact]
    public async Task Execute_DatabaseHeldByAnother_TellsItAndTriesAgainWhileMeteringGoesOn()
    {
        using MeteredHost host = Histories.Host();
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        host.RollUp();
        RollupService service = Service(host);
        using (var other = new SqliteConnection($"Data Source={host.Rollups.Path};Pooling=False"))
        {
            other.Open();
            using SqliteTransaction transaction = other.BeginTransaction();
            host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
            await service.StartAsync(default);
            await AdvanceUntilAsync(host, () => host.Log.GetSnapshot().Any(static e => e.Id.Id == 3225));
            host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
            transaction.Rollback();
        }

        await AdvanceUntilAsync(host, () => RollupRows.Of(host.Rollups.Path, RollupLevel.Month).Single().Contains(" | 3 | 3 | ", StringComparison.Ordinal));
        await service.StopAsync(default);
        host.Tracker.Totals.Records.Should().Be(3);
    }

    [Fact]
    public async Task DeleteOlderThan_NotSummedYet_LeavesItUntilItIs()
    {
        using var host = new MeteredHost(options: static o => o.SegmentBytes = 64 << 10);
        for (int i = 0; i < 3_000; i++)
        {
            host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        }

        bool isAway = true;
        host.Rollups.Probe = step => _ = step == RollupStep.Read && isAway ? throw new SqliteException("unable to open database file", 14) : 0;
        RollupService service = Service(host);
        await service.StartAsync(default);
        await AdvanceUntilAsync(host, () => host.Log.GetSnapshot().Any(static e => e.Id.Id == 3225));
        host.Time.Advance(TimeSpan.FromDays(40));

        host.Ledger.DeleteOlderThan(TimeSpan.FromDays(35)).Should().BeEmpty();

        isAway = false;
        await AdvanceUntilAsync(host, () => host.Ledger.DeleteOlderThan(TimeSpan.FromDays(35)).Count > 0);
        await service.StopAsync(default);
    }

    [Fact]
    public async Task Execute_DiskFull_TellsItAndTriesAgain()
    {
        using MeteredHost host = Histories.Host();
        int failures = 3;
        host.Rollups.Probe = step => _ = step == RollupStep.Sums && failures-- > 0 ? throw new SqliteException("database or disk is full", 13) : 0;
        RollupService service = Service(host);
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        await service.StartAsync(default);

        await AdvanceUntilAsync(host, () => File.Exists(host.Rollups.Path) && host.Rollups.TryRead() is { } reading && Close(reading).State.Next > 1);

        await service.StopAsync(default);
        host.Log.GetSnapshot().Count(static e => e.Id.Id == 3225).Should().Be(3);
    }

    private static RollupReading Close(RollupReading reading)
    {
        reading.Dispose();
        return reading;
    }

    private static RollupService Service(MeteredHost host) => host.Services.GetServices<IHostedService>().OfType<RollupService>().Single();

    private static async Task AdvanceUntilAsync(MeteredHost host, SemaphoreSlim signal)
    {
        while (!await signal.WaitAsync(TimeSpan.FromMilliseconds(5)))
        {
            host.Time.Advance(TimeSpan.FromMilliseconds(200));
        }
    }

    /// <summary>Time passes only while the service has not got there: how fast this machine is decides nothing.</summary>
    private static async Task AdvanceUntilAsync(MeteredHost host, Func<bool> condition)
    {
        using var never = new SemaphoreSlim(0);
        while (!condition())
        {
            await never.WaitAsync(TimeSpan.FromMilliseconds(5));
            host.Time.Advance(TimeSpan.FromSeconds(10));
        }
    }
}
