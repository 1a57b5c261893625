using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public class RollupKeepingTests
{
    [Fact]
    public void RollUp_TimePasses_FinerLevelsForgetAndCoarserStay()
    {
        using MeteredHost host = Histories.Host();
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        host.RollUp();
        Counts(host).Should().Equal(1, 1, 1, 1);

        Later(host, TimeSpan.FromDays(3));
        Counts(host).Should().Equal(1, 2, 2, 1);

        Later(host, TimeSpan.FromDays(60));
        Counts(host).Should().Equal(1, 2, 3, 2);

        Later(host, TimeSpan.FromDays(401));
        Counts(host).Should().Equal(1, 1, 1, 3);
    }

    [Fact]
    public void RollUp_EventOlderThanALevelKeeps_IsInTheCoarserOnesOnly()
    {
        using MeteredHost host = Histories.Host();
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1), new CostTerms { EventTime = MeteredHost.Began.AddDays(-70) });
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1), new CostTerms { EventTime = MeteredHost.Began.AddDays(-7) });

        host.RollUp();

        Counts(host).Should().Equal(0, 1, 2, 2);
    }

    [Fact]
    public void RollUp_DeletedSegments_SumsStay()
    {
        using MeteredHost host = SmallSegments();
        Fill(host, 3_000);
        host.RollUp();
        CostTotals before = host.Tracker.Totals;
        List<string> months = RollupRows.Of(host.Rollups.Path, RollupLevel.Month);

        host.Time.Advance(TimeSpan.FromDays(40));
        host.Ledger.DeleteOlderThan(TimeSpan.FromDays(35)).Should().NotBeEmpty();
        host.Restart();
        host.RollUp();

        RollupRows.Of(host.Rollups.Path, RollupLevel.Month).Should().Equal(months);
        host.Tracker.Totals.Should().BeEquivalentTo(before);
    }

    [Fact]
    public void RollUp_RebuiltWithoutCarriedSums_SaysWhatItCouldNotSee()
    {
        using MeteredHost host = SmallSegments();
        Fill(host, 3_000);
        host.RollUp();
        host.Time.Advance(TimeSpan.FromDays(40));
        host.Ledger.DeleteOlderThan(TimeSpan.FromDays(35));
        File.Delete(host.Rollups.Carried!.Path);
        RollupRebuildTests.Change(host.Rollups.Path, "PRAGMA user_version = 0; PRAGMA wal_checkpoint(TRUNCATE)");

        host.RollUp();

        using RollupReading reading = host.Rollups.TryRead()!;
        reading.State.First.Should().BeGreaterThan(1);
        host.Log.GetSnapshot().Should().Contain(e => e.Id.Id == 3222 && e.Message.Contains($"{reading.State.First - 1},"));
        NaiveSums.OfDatabase(host.Rollups.Path, RollupLevel.Month).Should().Equal(NaiveSums.Of(host.Records, RollupLevel.Month, "UTC", 0));
        Directory.GetFiles(host.Path, "rollups.db.replaced-*").Should().ContainSingle("older sums are nowhere else");
    }

    [Fact]
    public void RollUp_DamagedRecords_AreCountedAndPassed()
    {
        using MeteredHost host = SmallSegments();
        Fill(host, 200);
        TestLedger.Flip(SegmentName.PathOf(host.Path, 1), (2_000 * 8) + 3);

        host.RollUp();

        using RollupReading reading = host.Rollups.TryRead()!;
        reading.State.Unreadable.Should().BePositive();
        reading.State.Next.Should().Be(201);
        NaiveSums.OfDatabase(host.Rollups.Path, RollupLevel.Month).Should().Equal(NaiveSums.Of(host.Records, RollupLevel.Month, "UTC", 0));
        host.Log.GetSnapshot().Should().Contain(static e => e.Id.Id == 3227);
    }

    private static MeteredHost SmallSegments() => new(options: static o => o.SegmentBytes = 64 << 10);

    private static void Fill(MeteredHost host, int records)
    {
        for (int i = 0; i < records; i++)
        {
            host.Tracker.TrackApi($"GET /{i % 3}", TimeSpan.FromSeconds(1));
        }
    }

    private static void Later(MeteredHost host, TimeSpan span)
    {
        host.Time.Advance(span);
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        host.RollUp();
    }

    private static IEnumerable<int> Counts(MeteredHost host) => RollupLevels.All.Select(level => RollupRows.Of(host.Rollups.Path, level).Count);
}
