using CodeGen.Runtime.TestKit;
using CodeGen.Runtime.TestKit.Faults;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Costs.PostgreSql.Tests;

[Collection(PostgreSqlCollection.Name)]
public sealed class RetentionTests(PostgreSqlFixture fixture)
{
    [SkippableFact]
    public async Task DeleteOlderThan_DatabaseAway_LeavesWhatItLacksUntilItHasIt()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FaultProxy proxy = FaultProxy.StartRaw(database.Server.Port);
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString(port: proxy.Port));
        node.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        await node.FedAsync();
        proxy.Sever();

        // More than a segment of 1 MiB, so that there is a full one.
        for (int i = 0; i < 10_000; i++)
        {
            node.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        }

        // What the roll-ups need is kept, too; here it must be the database alone that keeps it.
        var reports = node.Services.GetRequiredService<ICostReports>();
        await WaitUntil.Async(async () => (await reports.ReportAsync(static r => r.Last(TimeSpan.FromHours(1)))).RecordsRead == 0, FeedNode.Patience, "the ledger is rolled up");
        var log = node.Services.GetRequiredService<LedgerLog>();

        log.DeleteOlderThan(TimeSpan.Zero).Should().BeEmpty();

        proxy.Restore();
        await node.FedAsync();
        log.DeleteOlderThan(TimeSpan.Zero).Should().NotBeEmpty();
        (await node.Costs.NodesAsync()).Should().ContainSingle().Which.Lag.Should().Be(0);
    }
}
