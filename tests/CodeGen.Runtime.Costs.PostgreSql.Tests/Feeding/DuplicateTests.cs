using FluentAssertions;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CodeGen.Runtime.Costs.PostgreSql.Tests;

[Collection(PostgreSqlCollection.Name)]
public sealed class DuplicateTests(PostgreSqlFixture fixture)
{
    private static readonly CostUse s_use = CostUse.Model(new ServedModel("claude-haiku-4-5"), new ModelUsage { InputTokens = 100, OutputTokens = 10 });

    private static CostTerms Terms(Guid id) => new() { EventId = id, EventTime = DateTimeOffset.UtcNow, Attribution = new CostAttribution { Project = "p" } };

    [SkippableFact]
    public async Task Feed_SameEventOverTwoNodes_IsBookedOnceAndKeptAsDuplicate()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FeedNode first = await FeedNode.StartAsync(database.ConnectionString());
        await using FeedNode second = await FeedNode.StartAsync(database.ConnectionString());
        CostTerms terms = Terms(Guid.CreateVersion7());
        CostReceipt booked = first.Tracker.Track(s_use, terms);
        await first.FedAsync();
        second.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        second.Tracker.Track(s_use, terms);
        second.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(2));
        await second.FedAsync();

        (await database.CountAsync("records")).Should().Be(3);
        (await database.QueryAsync("SELECT n.node_id, d.sequence, d.event_id, d.outcome, f.node_id, d.first_sequence, d.content_hash = d.first_hash, jsonb_array_length(d.content -> 'lines') FROM codegen_costs.duplicates d JOIN codegen_costs.nodes n USING (node) JOIN codegen_costs.nodes f ON f.node = d.first_node"))
            .Should().ContainSingle().Which.Should().Equal(second.Ledger.Node, 2L, booked.Id, (short)1, first.Ledger.Node, 1L, true, 2);
        (await database.CountAsync("lines")).Should().Be(2 + 2, "the lines of what is not booked are in no sum");
        (await second.Costs.AllAsync()).Should().Equal(Sums.Of([.. first.Records(), .. second.Records().Where(r => r.Id != booked.Id)]));
        (await second.Costs.NodesAsync()).Select(static n => (n.Records, n.Duplicates, n.Conflicts)).Should().BeEquivalentTo([(1L, 0L, 0L), (2L, 1L, 0L)]);
        second.State.Duplicates.Should().Be(1);
    }

    [SkippableFact]
    public async Task Feed_SameIdOfAnotherEvent_IsAConflictThatIsSeenAndInNoSum()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FeedNode first = await FeedNode.StartAsync(database.ConnectionString());
        await using FeedNode second = await FeedNode.StartAsync(database.ConnectionString());
        CostTerms terms = Terms(Guid.CreateVersion7());
        first.Tracker.Track(s_use, terms);
        await first.FedAsync();
        CostReceipt other = second.Tracker.TrackModel("claude-haiku-4-5", new ModelUsage { OutputTokens = 99 }, terms);
        second.Tracker.Adjust(other.Sequence, Money.Of(-1m, Currency.Usd), "credit");
        await second.FedAsync();

        (await second.Costs.AllAsync()).Should().Equal(Sums.Of(first.Records()));
        (await database.QueryAsync("SELECT node_id, sequence, event_id, amount, booked_node_id, booked_sequence, content -> 'lines' -> 0 ->> 'quantity_numerator' FROM codegen_costs.v_conflicts"))
            .Should().ContainSingle().Which.Should().Equal(second.Ledger.Node, 1L, other.Id, other.Amount.ToDecimal(), first.Ledger.Node, 1L, "99");
        (await database.CountAsync("duplicates WHERE outcome = 3 AND sequence = 2")).Should().Be(1, "what is corrected is not booked either");
        second.Log.GetSnapshot().Should().ContainSingle(static r => r.Id.Id == 3404).Which.Should().Match<Microsoft.Extensions.Logging.Testing.FakeLogRecord>(
            r => r.Level == LogLevel.Error && r.Message.Contains(other.Id.ToString()) && r.Message.Contains(first.Ledger.Node.ToString()));
        (await second.HealthAsync()).Entries[Microsoft.Extensions.DependencyInjection.PostgreSqlCostMeteringBuilderExtensions.HealthCheckName].Data["conflicts"].Should().Be(1L);
    }

    [SkippableFact]
    public async Task Feed_CorrectionsOfADuplicate_AreBookedWhereSomebodyNamedThemAndElseFollowIt()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FeedNode first = await FeedNode.StartAsync(database.ConnectionString());
        await using FeedNode second = await FeedNode.StartAsync(database.ConnectionString());
        CostTerms terms = Terms(Guid.CreateVersion7());
        first.Tracker.Track(s_use, terms);
        await first.FedAsync();
        CostReceipt copy = second.Tracker.Track(s_use, terms);
        second.Tracker.Adjust(copy.Sequence, Money.Of(-0.25m, Currency.Usd), "credit of the provider");
        await second.Tracker.ReverseAsync(copy.Sequence, "never happened");
        await second.FedAsync();

        (await database.QueryAsync("SELECT outcome, count(*) FROM codegen_costs.duplicates GROUP BY 1 ORDER BY 1")).Select(static r => $"{r[0]}: {r[1]}").Should().Equal("1: 1", "3: 1");
        (await second.Costs.AllAsync()).Should().Equal(Sums.Of(first.Records())[0] + Money.Of(-0.25m, Currency.Usd));
    }

    [SkippableFact]
    public async Task Feed_TwoNodesBringTheSameEventsAtOnce_EachIsBookedOnce()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FeedNode first = await FeedNode.StartAsync(database.ConnectionString(), o => o.BatchRecords = 40);
        await using FeedNode second = await FeedNode.StartAsync(database.ConnectionString(), o => o.BatchRecords = 60);
        CostTerms[] terms = [.. Enumerable.Range(0, 1_000).Select(static _ => Terms(Guid.CreateVersion7()))];
        await Task.WhenAll(
            Task.Run(() => Array.ForEach(terms, t => first.Tracker.Track(s_use, t))),
            Task.Run(() => Array.ForEach([.. terms.Reverse()], t => second.Tracker.Track(s_use, t))));
        await first.FedAsync();
        await second.FedAsync();

        (await database.CountAsync("records")).Should().Be(1_000);
        (await database.CountAsync("duplicates WHERE outcome = 1")).Should().Be(1_000);
        (await first.Costs.AllAsync()).Should().Equal(Sums.Of(first.Records()));
    }
}
