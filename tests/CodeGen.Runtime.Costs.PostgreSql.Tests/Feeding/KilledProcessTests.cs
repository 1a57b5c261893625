using System.Globalization;
using CodeGen.Runtime.FeedHost;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Costs.PostgreSql.Tests;

[Collection(PostgreSqlCollection.Name)]
public sealed class KilledProcessTests(PostgreSqlFixture fixture)
{
    [SkippableFact]
    public async Task Feed_ProcessesKilledAtRandomPoints_EachChargeOnce()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        const int Charges = 6_000;
        var random = new Random(20260820);
        string[] ledgers = [.. Enumerable.Range(0, 2).Select(static _ => Directory.CreateTempSubdirectory("codegen-feed-").FullName)];
        long began = DateTimeOffset.UtcNow.UtcTicks;
        for (int round = 0; round < 5; round++)
        {
            NodeProcess[] nodes = [.. ledgers.Select((ledger, n) => Start(database, ledger, n, ledgers.Length, began, "async"))];
            foreach (NodeProcess node in nodes)
            {
                await node.ReadLineAsync(static line => line.StartsWith("ready", StringComparison.Ordinal), FeedNode.Patience);
                await node.SendAsync($"book {Charges * (round + 1) / 5}");
            }

            // A moment that differs each time, from the database's view and not from the clock's.
            long until = (round == 0 ? 0 : await database.CountAsync("records")) + random.Next(1, Charges / 5);
            await WaitUntil.Async(async () => await database.CountAsync("records") >= until, FeedNode.Patience);
            foreach (NodeProcess node in nodes)
            {
                node.Kill();
                await node.DisposeAsync();
            }
        }

        NodeProcess[] last = [.. ledgers.Select((ledger, n) => Start(database, ledger, n, ledgers.Length, began, "async"))];
        foreach (NodeProcess node in last)
        {
            await node.SendAsync($"book {Charges}");
            await node.SendAsync("fed");
        }

        foreach (NodeProcess node in last)
        {
            await node.ReadLineAsync(static line => line == "fed", FeedNode.Patience);
            await node.StopAsync();
            await node.DisposeAsync();
        }

        CostRecord[] all = [.. ledgers.SelectMany(Read)];
        CostRecord[] once = [.. all.DistinctBy(static record => record.Id)];
        once.Length.Should().BeLessThan(all.Length, "some events go to both nodes");
        (await database.CountAsync("records")).Should().Be(once.Length);
        (await database.CountAsync("duplicates WHERE outcome = 1")).Should().Be(all.Length - once.Length);
        (await database.CountAsync("duplicates")).Should().Be(all.Length - once.Length);
        (await database.ExactAsync("v_charges")).Should().Equal(Sums.Of(once));
        foreach (string ledger in ledgers)
        {
            Directory.Delete(ledger, recursive: true);
        }
    }

    [SkippableFact]
    public async Task TrackDurable_SynchronousAndKilledAfterTheAcknowledgementWithItsLedgerGone_IsInTheDatabase()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        string ledger = Directory.CreateTempSubdirectory("codegen-feed-").FullName;
        await using NodeProcess node = Start(database, ledger, 0, 1, DateTimeOffset.UtcNow.UtcTicks, "sync");
        await node.ReadLineAsync(static line => line.StartsWith("ready", StringComparison.Ordinal), FeedNode.Patience);
        await node.SendAsync("durable 1000000");
        var acknowledged = new List<Guid>();
        while (acknowledged.Count < 25)
        {
            string line = await node.ReadLineAsync(static line => line.StartsWith("ack", StringComparison.Ordinal), FeedNode.Patience);
            acknowledged.Add(Guid.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture));
        }

        node.Kill();
        Directory.Delete(ledger, recursive: true);

        (await database.QueryAsync("SELECT event_id FROM codegen_costs.records")).Select(static row => (Guid)row[0]!).Should().Contain(acknowledged);
    }

    private static NodeProcess Start(TestDatabase database, string ledger, int node, int nodes, long began, string mode) => NodeProcess.Start(
        typeof(HostCharge).Assembly.Location, ledger, database.ConnectionString(), "codegen_costs", "7", $"{node}", $"{nodes}", $"{began}", "100", mode);

    private static IReadOnlyList<CostRecord> Read(string path)
    {
        var services = new ServiceCollection();
        services.AddCostMetering(o => (o.LedgerPath, o.SegmentBytes) = (path, 16 << 20));
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<ICostLedger>().ReadPage(0, 10_000).Records;
    }
}
