using CodeGen.Runtime.TestKit.Faults;
using FluentAssertions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace CodeGen.Runtime.Costs.PostgreSql.Tests;

[Collection(PostgreSqlCollection.Name)]
public sealed class SynchronousTests(PostgreSqlFixture fixture)
{
    private static readonly CostUse s_use = CostUse.Meter(CostCategory.Api, MeterNames.ApiSeconds, TimeSpan.FromSeconds(1));

    [SkippableFact]
    public async Task TrackDurable_ManyAtOnce_AreThereWhenTheyReturnAndShareCommits()
    {
        TestDatabase database = await fixture.DatabaseAsync();

        // Who waits is not held up by the delay.
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString(), o => (o.Synchronous, o.BatchDelay) = (true, TimeSpan.FromMinutes(1)));
        await node.Tracker.TrackDurableAsync(s_use);
        (await database.CountAsync("records")).Should().Be(1);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => node.Tracker.TrackDurableAsync(s_use)));

        (await database.CountAsync("records")).Should().Be(201);
        Convert.ToInt64((await database.QueryAsync("SELECT count(DISTINCT xmin::text) FROM codegen_costs.records"))[0][0]).Should().BeLessThan(100);
    }

    [SkippableFact]
    public async Task TrackDurable_DatabaseAway_FailsAndTheChargeArrivesLaterOnce()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FaultProxy proxy = FaultProxy.StartRaw(database.Server.Port);
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString(port: proxy.Port), o => (o.Synchronous, o.SynchronousTimeout) = (true, TimeSpan.FromSeconds(1)));
        await node.Tracker.TrackDurableAsync(s_use);
        proxy.Sever();
        var terms = new CostTerms { EventId = Guid.CreateVersion7() };

        Func<Task> away = () => node.Tracker.TrackDurableAsync(s_use, terms);
        await away.Should().ThrowAsync<CostNotStoredException>().WithMessage("Record 2 *00:00:01*same event id*");
        (await node.HealthAsync()).Status.Should().Be(HealthStatus.Unhealthy);

        proxy.Restore();
        CostReceipt again = await Again(node, terms);
        again.IsRepeated.Should().BeTrue();
        (await database.CountAsync("records")).Should().Be(2);
        (await database.CountAsync("duplicates")).Should().Be(0);
    }

    [SkippableFact]
    public async Task TrackDurable_NotSynchronous_NeedsNoDatabase()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FaultProxy proxy = FaultProxy.StartRaw(database.Server.Port);
        proxy.Sever();
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString(port: proxy.Port));

        (await node.Tracker.TrackDurableAsync(s_use).WaitAsync(FeedNode.Patience)).Sequence.Should().Be(1);
        proxy.Restore();
    }

    /// <summary>The caller who was told that it is not stored does what the message says.</summary>
    private static async Task<CostReceipt> Again(FeedNode node, CostTerms terms)
    {
        while (true)
        {
            try
            {
                return await node.Tracker.TrackDurableAsync(s_use, terms);
            }
            catch (CostNotStoredException)
            {
                // The database was still on its way back.
            }
        }
    }
}
