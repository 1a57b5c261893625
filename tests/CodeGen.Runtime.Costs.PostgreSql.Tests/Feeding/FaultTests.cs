using CodeGen.Runtime.TestKit;
using CodeGen.Runtime.TestKit.Faults;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace CodeGen.Runtime.Costs.PostgreSql.Tests;

[Collection(PostgreSqlCollection.Name)]
public sealed class FaultTests(PostgreSqlFixture fixture)
{
    [SkippableFact]
    public async Task Feed_CommitWhoseAnswerIsLost_IsNotRepeated()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FaultProxy proxy = FaultProxy.StartRaw(database.Server.Port);
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString(port: proxy.Port));
        Book(node, 100);
        await node.FedAsync();
        for (int i = 0; i < 5; i++)
        {
            Task cut = proxy.CutWhenServerSends("COMMIT\0");
            Book(node, 100);
            await cut.WaitAsync(FeedNode.Patience);
        }

        await node.FedAsync();

        await EverythingOnceAsync(database, node, 600);
    }

    [SkippableTheory]
    [InlineData("COMMIT")]
    [InlineData("INSERT INTO \"codegen_costs\".records")]
    [InlineData("INSERT INTO \"codegen_costs\".lines")]
    [InlineData("FOR UPDATE")]
    [InlineData("COPY pg_temp.codegen_costs_lines")]
    public async Task Feed_CutBeforeAStatement_BringsItAllAgain(string statement)
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FaultProxy proxy = FaultProxy.StartRaw(database.Server.Port);
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString(port: proxy.Port));
        Book(node, 10);
        await node.FedAsync();
        Task cut = proxy.CutWhenClientSends(statement);
        Book(node, 100);
        await cut.WaitAsync(FeedNode.Patience);

        await node.FedAsync();

        await EverythingOnceAsync(database, node, 110);
    }

    [SkippableFact]
    public async Task Feed_CutInTheMiddleOfCopies_BringsItAllAgain()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FaultProxy proxy = FaultProxy.StartRaw(database.Server.Port);
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString(port: proxy.Port), o => o.BatchRecords = 2_000);
        Book(node, 10);
        await node.FedAsync();
        foreach (long bytes in (long[])[1, 40_000, 120_000, 300_000])
        {
            Task cut = proxy.CutAfterClientSent(bytes);
            Book(node, 1_500);
            await cut.WaitAsync(FeedNode.Patience);
        }

        await node.FedAsync();

        await EverythingOnceAsync(database, node, 6_010);
    }

    [SkippableFact]
    public async Task Feed_ServerCrashesAgainAndAgain_LosesAndDoublesNothing()
    {
        Requires.PostgreSql();
        await using PostgreSqlServer server = await PostgreSqlServer.StartAsync(PostgreSqlFixture.NoSync);
        var database = new TestDatabase(server, await server.CreateDatabaseAsync());
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString(), o => o.BatchRecords = 50);
        for (int i = 0; i < 4; i++)
        {
            Book(node, 500);
            long at = 500 * i;
            await WaitUntil.Async(() => node.State.FedThrough > at, FeedNode.Patience);
            if (i % 2 == 0)
            {
                server.Kill();
            }

            await server.RestartAsync();
        }

        await node.FedAsync();

        await EverythingOnceAsync(database, node, 2_000);
    }

    [SkippableFact]
    public async Task DeleteOlderThan_ServerAway_LeavesWhatIsNotFed()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FaultProxy proxy = FaultProxy.StartRaw(database.Server.Port);
        proxy.Sever();
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString(port: proxy.Port));
        LedgerLog log = node.Services.GetRequiredService<LedgerStore>().Log;
        Book(node, 10_000);
        await WaitUntil.Async(() => log.EndOf(1).IsFinal, FeedNode.Patience);
        await WaitUntil.Async(() => node.Log.GetSnapshot().Any(static r => r.Id.Id == 3401), FeedNode.Patience);
        await WaitUntil.Async(() => node.Services.GetServices<IHostedService>().OfType<RollupService>().Single().Next > log.LastSequence, FeedNode.Patience);

        log.DeleteOlderThan(TimeSpan.Zero).Should().BeEmpty();

        proxy.Restore();
        await node.FedAsync();
        await EverythingOnceAsync(database, node, 10_000);
        log.DeleteOlderThan(TimeSpan.Zero).Should().NotBeEmpty();
    }

    [SkippableFact]
    public async Task Track_ServerAway_IsNotHeldUpAndArrivesLater()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FaultProxy proxy = FaultProxy.StartRaw(database.Server.Port);
        proxy.Sever();
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString(port: proxy.Port));
        Book(node, 1_000);
        await node.Tracker.TrackDurableAsync(CostUse.Meter(CostCategory.Api, MeterNames.ApiSeconds, TimeSpan.FromSeconds(1))).WaitAsync(FeedNode.Patience);
        await WaitUntil.Async(() => node.Log.GetSnapshot().Any(static r => r.Id.Id == 3401), FeedNode.Patience);
        HealthReportEntry health = (await node.HealthAsync()).Entries[Microsoft.Extensions.DependencyInjection.PostgreSqlCostMeteringBuilderExtensions.HealthCheckName];
        health.Status.Should().Be(HealthStatus.Degraded);
        health.Data["lag.records"].Should().Be(1_001L);
        node.State.Lag.Should().BePositive();

        proxy.Restore();
        await node.FedAsync();

        await EverythingOnceAsync(database, node, 1_001);
        (await node.HealthAsync()).Status.Should().Be(HealthStatus.Healthy);
    }

    [SkippableFact]
    public async Task Feed_ConnectionsEndedByAnAdministrator_GoesOn()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString(), o => o.BatchRecords = 10);
        for (int i = 0; i < 5; i++)
        {
            Book(node, 200);
            await database.Server.EndConnectionsAsync(database.Name);
        }

        await node.FedAsync();

        await EverythingOnceAsync(database, node, 1_000);
    }

    /// <summary>As after a fail-over to a replica that was behind: what it lacks was acknowledged, and is in the ledger.</summary>
    [SkippableTheory]
    [InlineData(70)]
    [InlineData(0)]
    public async Task Feed_DatabasePutBackToAnEarlierTime_BringsWhatItHasLost(int kept)
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString());
        Book(node, 100);
        await node.FedAsync();
        string nodes = kept == 0
            ? "DELETE FROM codegen_costs.nodes"
            : $"UPDATE codegen_costs.nodes SET epoch = 0, last_sequence = {kept}, records = {kept}, last_record = {kept}, last_event = (SELECT event_id FROM codegen_costs.records WHERE sequence = {kept})";
        await database.ExecuteAsync($"BEGIN; {nodes}; DELETE FROM codegen_costs.records WHERE sequence > {kept}; DELETE FROM codegen_costs.lines WHERE sequence > {kept}; COMMIT");
        await database.Server.EndConnectionsAsync(database.Name);
        Book(node, 50);

        await WaitUntil.Async(async () => await database.CountAsync("records") == 150, FeedNode.Patience);

        await node.FedAsync();
        await EverythingOnceAsync(database, node, 150);
        node.State.IsStopped.Should().BeFalse();
    }

    private static void Book(FeedNode node, int count)
    {
        for (int i = 0; i < count; i++)
        {
            node.Tracker.TrackApi("GET /", TimeSpan.FromTicks(1 + (i * 7_919)), new CostTerms { Attribution = new CostAttribution { Project = "p" + (i % 7) } });
        }
    }

    private static async Task EverythingOnceAsync(TestDatabase database, FeedNode node, int count)
    {
        (await database.CountAsync("records")).Should().Be(count);
        (await database.CountAsync("lines")).Should().Be(count);
        (await database.CountAsync("duplicates")).Should().Be(0);
        (await node.Costs.AllAsync()).Should().Equal(Sums.Of(node.Records()));
        (await database.CountAsync($"nodes WHERE records = {count} AND last_sequence = {node.Ledger.LastSequence}")).Should().Be(1);
    }
}
