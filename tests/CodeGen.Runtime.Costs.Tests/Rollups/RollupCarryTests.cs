using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>What was deleted from the ledger is in roll-ups that are built again: once.</summary>
public class RollupCarryTests
{
    private static readonly Gen<(HistoryStep[] Steps, int Records, int Age)[]> s_eras =
        Gen.Select(Histories.Any, Gen.Int[0, 60], Gen.Int[31, 45]).Array[1, 4];

    /// <summary>Whatever is booked and deleted in whatever order, what is built again equals what grew, row by row, and so do totals and reports.</summary>
    [Fact]
    public void Rebuild_AnyDeletions_EqualsLive() => Gen.Select(s_eras, Gen.Bool).Sample(
        static (eras, rebuildsBetween) =>
        {
            using MeteredHost host = SmallSegments("America/New_York");
            var charges = new List<long>();
            foreach ((HistoryStep[] steps, int records, int age) in eras)
            {
                foreach (HistoryStep step in steps.Where(static step => step.What != 11))
                {
                    Histories.Do(host, step, charges);
                }

                charges.Clear();
                Fill(host, records);
                host.RollUp();
                host.Ledger.DeleteOlderThan(TimeSpan.FromDays(age));
                host.Time.Advance(TimeSpan.FromDays(20));
                if (rebuildsBetween)
                {
                    File.Delete(host.Rollups.Path);
                }
            }

            host.Tracker.TrackApi("last", TimeSpan.FromSeconds(1));
            host.RollUp();
            List<string> live = RollupRows.All(host.Rollups.Path);
            CostTotals totals = host.Tracker.Totals;
            CostReport report = Year(host);
            File.Delete(host.Rollups.Path);
            CostReport without = Year(host);
            host.Restart();
            host.Tracker.Totals.Should().BeEquivalentTo(totals, "a start without roll-ups begins from the carried sums");
            host.RollUp();

            RollupRows.All(host.Rollups.Path).Should().Equal(live);
            Texts(without).Should().Equal(Texts(report));
            Texts(Year(host)).Should().Equal(Texts(report));
            report.IsWhole.Should().BeTrue();
        },
        iter: 25);

    [Fact]
    public void Rebuild_AfterDeletions_MarksWhatWasCarried()
    {
        using MeteredHost host = WithDeleted(out long last);
        File.Delete(host.Rollups.Path);

        host.RollUp();

        using RollupReading reading = host.Rollups.TryRead()!;
        reading.State.Carried.Should().Be(last);
        reading.State.First.Should().Be(1, "nothing is missing");
        host.Log.GetSnapshot().Should().Contain(e => e.Id.Id == 3228 && e.Message.Contains($" {last},")).And.NotContain(static e => e.Id.Id == 3222);
    }

    [Fact]
    public void DeleteOlderThan_EndsBetweenCarryingAndDeleting_CarriesOnce()
    {
        using MeteredHost host = SmallSegments();
        Fill(host, 900);
        host.RollUp();
        List<string> live = RollupRows.Of(host.Rollups.Path, RollupLevel.Month);

        // The segments are still there when it is built again.
        new RollupCarry(host.Rollups).Take(300);
        new RollupCarry(host.Rollups).Take(300);
        File.Delete(host.Rollups.Path);
        host.RollUp();

        RollupRows.Of(host.Rollups.Path, RollupLevel.Month).Should().Equal(live);
    }

    [Fact]
    public void DeleteOlderThan_SumsCannotBeWritten_DeletesNothing()
    {
        using MeteredHost host = SmallSegments();
        Fill(host, 900);
        host.RollUp();
        host.Time.Advance(TimeSpan.FromDays(40));
        int segments = SegmentName.List(host.Path).Count;
        host.Rollups.Carried!.Probe = static step => _ = step == RollupStep.Sums ? throw new IOException("No space left on device") : 0;

        FluentActions.Invoking(() => host.Ledger.DeleteOlderThan(TimeSpan.FromDays(35))).Should().Throw<IOException>();

        SegmentName.List(host.Path).Should().HaveCount(segments);
    }

    [Fact]
    public void Rebuild_SegmentsDeletedByHandBehindTheCarriedSums_SaysWhatIsMissing()
    {
        using MeteredHost host = WithDeleted(out long last);
        Fill(host, 2_000);
        List<long> segments = SegmentName.List(host.Path);
        File.Delete(SegmentName.PathOf(host.Path, segments[0]));
        File.Delete(host.Rollups.Path);

        host.RollUp();

        using RollupReading reading = host.Rollups.TryRead()!;
        reading.State.First.Should().BeGreaterThan(last + 1);
        Year(host).IsWhole.Should().BeFalse();
    }

    private static MeteredHost WithDeleted(out long last)
    {
        MeteredHost host = SmallSegments();
        Fill(host, 900);
        host.RollUp();
        host.Time.Advance(TimeSpan.FromDays(40));
        host.Ledger.DeleteOlderThan(TimeSpan.FromDays(35)).Should().NotBeEmpty();
        last = SegmentPrologue.Read(host.Path, SegmentName.List(host.Path)[0]).Header!.Value.FirstSequence - 1;
        return host;
    }

    private static CostReport Year(MeteredHost host) => host.Report(static r => r.Year(2026).GroupBy("project", "category"));

    private static IEnumerable<string> Texts(CostReport report) =>
        report.Groups.Select(static group => $"{string.Join('|', group.Key)}: {group.Figures}, {group.Figures.Charges}, {group.Figures.Corrections}, {group.Figures.Tokens}");

    private static MeteredHost SmallSegments(string zone = "UTC") =>
        new(static b => b.ConfigurePrices(static o => o.Host = Lists.Parse(Histories.Prices)), o => (o.SegmentBytes, o.BillingZone) = (4 << 10, zone));

    private static void Fill(MeteredHost host, int records)
    {
        for (int i = 0; i < records; i++)
        {
            host.Tracker.TrackApi($"GET /{i % 3}", TimeSpan.FromSeconds(1));
        }
    }
}
