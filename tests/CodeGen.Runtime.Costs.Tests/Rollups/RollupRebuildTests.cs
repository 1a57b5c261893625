using CsCheck;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public class RollupRebuildTests
{
    private static readonly string[] s_zones = ["UTC", "Asia/Shanghai", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu"];

    /// <summary>What grew batch by batch is what one pass over the whole ledger comes to, row by row, and both are what the records say.</summary>
    [Fact]
    public void Rebuild_AnyHistory_EqualsLiveAndTheRecords() => Gen.Select(Histories.Any, Gen.Int[1, 40], Gen.Int[1, 7], Gen.Int[0, s_zones.Length - 1]).Sample(
        static (steps, maxCells, every, zone) =>
        {
            using MeteredHost host = Histories.Host(s_zones[zone]);
            var charges = new List<long>();
            for (int i = 0; i < steps.Length; i++)
            {
                Histories.Do(host, steps[i], charges);
                if (i % every == 0)
                {
                    host.RollUp(maxCells);
                }
            }

            host.Tracker.TrackApi("last", TimeSpan.FromSeconds(1));
            host.RollUp(maxCells);
            string path = host.Rollups.Path;
            List<string> live = RollupRows.All(path);
            File.Delete(path);
            host.RollUp();
            List<string> rebuilt = RollupRows.All(path);

            rebuilt.Should().Equal(live);
            RollupFloors floors = Floors(host);
            foreach (RollupTable table in RollupTable.All)
            {
                NaiveSums.OfDatabase(path, table.Level, table.Detail).Should().Equal(NaiveSums.Of(host.Records, table.Level, s_zones[zone], floors[table.Level], table.Detail));
            }
        },
        iter: 60);

    /// <summary>A start from sums and what came behind them knows what a start from the whole ledger does.</summary>
    [Fact]
    public void MeteringState_FromRollups_EqualsAFullScan() => Gen.Select(Histories.Any, Gen.Int[0, 60]).Sample(
        static (steps, rolledUp) =>
        {
            using MeteredHost host = Histories.Host("America/New_York");
            var charges = new List<long>();
            for (int i = 0; i < steps.Length; i++)
            {
                Histories.Do(host, steps[i], charges);
                if (i == rolledUp)
                {
                    host.RollUp();
                }
            }

            CostTotals live = host.Tracker.Totals;
            CostMeteringOptions options = host.Services.GetRequiredService<IOptions<CostMeteringOptions>>().Value;
            var few = new CostAttributionOptions { MaxValues = 3, MaxTagNames = 1 };
            var scanned = new MeteringState(host.Rollups.Log, options, few);
            MeteringState begun = MeteringState.Of(host.Rollups, few);

            begun.Sums.Read().Should().BeEquivalentTo(scanned.Sums.Read()).And.BeEquivalentTo(live);
            begun.Quantities.All().Should().BeEquivalentTo(scanned.Quantities.All());
            foreach (string name in Histories.Names.Append("new"))
            {
                var attribution = new CostAttribution { Project = name, User = name, Tags = [new("team", name), new("k", "w")] };
                begun.Limiter.Limit(attribution).Should().Be(scanned.Limiter.Limit(attribution));
            }
        },
        iter: 40);

    [Fact]
    public void RollUp_OldVersion_IsBuiltAgainAndTheOldOneKept()
    {
        using MeteredHost host = Histories.Host();
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        host.RollUp();
        List<string> rows = RollupRows.All(host.Rollups.Path);
        Change(host.Rollups.Path, "PRAGMA user_version = 99");

        host.RollUp();

        RollupRows.All(host.Rollups.Path).Should().Equal(rows);
        Directory.GetFiles(host.Path, "rollups.db.replaced-*").Should().ContainSingle();
        host.Log.GetSnapshot().Should().Contain(static e => e.Id.Id == 3220 && e.Message.Contains("version 99")).And.Contain(static e => e.Id.Id == 3221);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5_000)]
    public void RollUp_DamagedFile_IsBuiltAgain(int at)
    {
        using MeteredHost host = Histories.Host();
        foreach (int i in Enumerable.Range(0, 500))
        {
            host.Tracker.TrackApi($"GET /{i}", TimeSpan.FromSeconds(1));
        }

        host.RollUp();
        List<string> rows = RollupRows.All(host.Rollups.Path);
        Change(host.Rollups.Path, "PRAGMA wal_checkpoint(TRUNCATE)");
        TestLedger.Overwrite(host.Rollups.Path, at, [.. Enumerable.Repeat((byte)0xEE, 30_000)]);
        host.Tracker.TrackApi("GET /0", TimeSpan.FromSeconds(1));

        // The first try may find the damage only half-way; the next begins anew.
        FluentActions.Invoking(() => host.RollUp()).Should().NotThrow<InvalidOperationException>();
        host.RollUp();

        RollupRows.All(host.Rollups.Path).Should().HaveCount(rows.Count);
        Directory.GetFiles(host.Path, "rollups.db.replaced-*").Should().ContainSingle();
    }

    [Fact]
    public void RollUp_FileThatIsNoDatabase_IsKeptAndReplaced()
    {
        using MeteredHost host = Histories.Host();
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        File.WriteAllText(host.Rollups.Path, new string('x', 10_000));

        host.RollUp();

        RollupRows.Of(host.Rollups.Path, RollupLevel.Month).Should().ContainSingle();
        File.ReadAllText(Directory.GetFiles(host.Path, "rollups.db.replaced-*").Single()).Should().StartWith("xxx");
    }

    [Fact]
    public void RollUp_SomebodyElsesDatabase_IsLeftAlone()
    {
        using MeteredHost host = Histories.Host();
        Change(host.Rollups.Path, "CREATE TABLE theirs (x)");

        FluentActions.Invoking(() => host.RollUp()).Should().Throw<InvalidOperationException>().WithMessage("*RollupPath*");

        Directory.GetFiles(host.Path, "rollups.db.replaced-*").Should().BeEmpty();
    }

    [Fact]
    public void RollUp_LedgerOfAnotherNode_IsBuiltAgain()
    {
        using MeteredHost host = Histories.Host();
        using MeteredHost other = Histories.Host();
        foreach (MeteredHost each in (MeteredHost[])[host, other])
        {
            each.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
            each.RollUp();
        }

        other.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        other.RollUp();
        Change(other.Rollups.Path, "PRAGMA wal_checkpoint(TRUNCATE)");
        Change(host.Rollups.Path, "PRAGMA wal_checkpoint(TRUNCATE)");
        File.Copy(other.Rollups.Path, host.Rollups.Path, overwrite: true);

        host.RollUp();

        RollupRows.Of(host.Rollups.Path, RollupLevel.Month).Single().Should().Contain(" | 1 | 1 | 0 | 0 | ");
        host.Log.GetSnapshot().Should().Contain(static e => e.Id.Id == 3220 && e.Message.Contains("it is of node"));
    }

    [Fact]
    public void RollUp_LedgerThatLostItsTail_IsBuiltAgain()
    {
        using MeteredHost host = Histories.Host();
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        host.RollUp();

        // What another record of the same place would leave.
        Change(host.Rollups.Path, "UPDATE state SET event = zeroblob(16)");
        host.RollUp();

        host.Log.GetSnapshot().Should().Contain(static e => e.Id.Id == 3220 && e.Message.Contains("records that are not in this ledger"));
    }

    [Fact]
    public void RollUp_OtherBillingZone_IsBuiltAgainInItsDays()
    {
        using MeteredHost host = Histories.Host();
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1), new CostTerms { EventTime = new(2026, 7, 31, 20, 0, 0, TimeSpan.Zero) });
        host.RollUp();
        var options = new CostMeteringOptions { LedgerPath = host.Path, BillingZone = "Asia/Shanghai" };
        var store = new RollupStore(host.Services.GetRequiredService<LedgerStore>(), options, host.Time, host.Rollups.Logger);

        MeteredHost.RollUp(store);

        long august = new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.FromHours(8)).ToUnixTimeSeconds();
        RollupRows.Of(store.Path, RollupLevel.Month).Single().Should().StartWith($"Month | {august} |");
        RollupRows.Of(store.Path, RollupLevel.Day).Single().Should().StartWith($"Day | {august} |");
    }

    internal static RollupFloors Floors(MeteredHost host)
    {
        using RollupReading reading = host.Rollups.TryRead()!;
        return reading.State.Floors;
    }

    internal static void Change(string path, string statement)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
