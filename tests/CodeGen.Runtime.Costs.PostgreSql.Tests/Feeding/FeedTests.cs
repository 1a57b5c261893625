using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Costs.PostgreSql.Tests;

[Collection(PostgreSqlCollection.Name)]
public sealed class FeedTests(PostgreSqlFixture fixture)
{
    private static readonly ModelUsage s_usage = new() { InputTokens = 3_000, CacheReadTokens = 2_400, OutputTokens = 350 };

    [SkippableFact]
    public async Task Feed_AllKindsOfRecords_SumsEqualTheLedgerToThePico()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString());
        CostReceipt charge = node.Tracker.TrackModel("claude-haiku-4-5", s_usage, new CostTerms { Attribution = new CostAttribution { Project = "p1", Tags = [new CostTag("team", "a")] } });
        for (int i = 1; i <= 50; i++)
        {
            node.Tracker.TrackApi("POST /generate", TimeSpan.FromTicks(i * 12_345_677L));
        }

        CostReceipt unpriced = node.Tracker.TrackModel("nobody-knows-this", s_usage);
        node.Tracker.TrackSaving(CostUse.Model(new ServedModel("claude-haiku-4-5"), s_usage), new CostTerms { Reason = "cache" });
        node.Tracker.Adjust(charge.Sequence, Money.Of(-0.000000000001m, Currency.Usd), "credit");
        await node.Tracker.ReverseAsync(node.Tracker.TrackApi("GET /", TimeSpan.FromTicks(7)).Sequence, "never happened");
        await node.FedAsync();

        IReadOnlyList<CostRecord> records = node.Records();
        Money[] expected = Sums.Of(records);
        expected.Should().HaveCount(2);
        PostgreSqlCostGroup all = await node.Costs.TotalsAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        all.Costs.Totals.Should().Equal(expected);
        all.Savings.Totals.Should().Equal(node.Tracker.Totals.Savings);
        (all.Records, all.Unpriced).Should().Be((records.Count, 1));
        (await database.ExactAsync("v_charges")).Should().Equal(expected);
        (await database.ExactAsync("v_lines")).Should().Equal(expected);
        (await database.CountAsync($"records WHERE sequence = {unpriced.Sequence} AND amount IS NULL AND numerator IS NULL")).Should().Be(1);
        (await database.CountAsync("lines")).Should().Be(records.Sum(static record => record.Lines.Count));
    }

    [SkippableFact]
    public async Task Feed_StoppedAndStarted_GoesOnWhereItWas()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString(), o => o.BatchRecords = 7);
        for (int run = 0; run < 3; run++)
        {
            for (int i = 0; i < 50; i++)
            {
                node.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(i));
            }

            // Stopping feeds what is left.
            await node.StopAsync();
            (await database.CountAsync("records")).Should().Be((run + 1) * 50);
            await node.StartAsync();
        }

        (await node.Costs.NodesAsync()).Should().ContainSingle().Which.Should().Match<PostgreSqlNode>(n => n.Node == node.Ledger.Node && n.LastSequence == 150 && n.Records == 150 && n.Lag == 0);
    }

    [SkippableFact]
    public async Task Feed_RecordsOfOtherKindsBetween_ArePassed()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString());
        LedgerLog log = node.Services.GetRequiredService<LedgerStore>().Log;
        log.Append((byte)LedgerRecordKind.Reserve, DateTimeOffset.UnixEpoch, [1, 2, 3]);
        node.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        log.Append((byte)LedgerRecordKind.Settle, DateTimeOffset.UnixEpoch, [4]);
        log.Append((byte)LedgerRecordKind.Void, DateTimeOffset.UnixEpoch, [5]);

        await node.FedAsync();

        (await database.CountAsync("records")).Should().Be(1);
        (await database.CountAsync("nodes WHERE last_sequence = 4 AND last_record = 2")).Should().Be(1);
        (await database.CountAsync("problems")).Should().Be(0);
    }

    /// <summary>Some of Npgsql's conversions write a long as a smallint unless it says otherwise.</summary>
    [SkippableFact]
    public async Task Feed_PlacesBeyondSixteenBits_AreWrittenAsTheyAre()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString());
        LedgerLog log = node.Services.GetRequiredService<LedgerStore>().Log;
        for (int i = 0; i < 70_000; i++)
        {
            log.Append((byte)LedgerRecordKind.Void, DateTimeOffset.UnixEpoch, []);
        }

        node.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        await node.FedAsync();

        (await database.CountAsync("nodes WHERE last_sequence = 70001 AND last_record = 70001 AND records = 1")).Should().Be(1);
    }

    [SkippableFact]
    public async Task Feed_RecordsAsTheyAre_AreTheRows()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString());
        var at = new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.FromHours(8));
        CostReceipt receipt = node.Tracker.TrackModel(
            new ServedModel("claude-haiku-4-5") { Provider = "anthropic", Tier = "batch" },
            s_usage,
            new CostTerms { EventTime = at + TimeSpan.FromTicks(9), Attribution = new CostAttribution { Service = "s", User = "u", Project = "p", Resource = "r", Tags = [new CostTag("b", "2"), new CostTag("a", "1")] } });
        node.Tracker.Adjust(receipt.Sequence, Money.Of(-0.5m, Currency.Eur), "credit 17");
        await node.FedAsync();

        IReadOnlyList<object?[]> rows = await database.QueryAsync(
            "SELECT kind, event_time, category, use_kind, name, service, resource, user_name, project, model, tags::text, served_provider, served_tier, usage::text, status, price_layer, currency, amount FROM codegen_costs.v_charges ORDER BY sequence");
        rows[0].Should().Equal(
            "charge", at.UtcDateTime, "model", "model", "claude-haiku-4-5", "s", "r", "u", "p", "claude-haiku-4-5", """{"a": "1", "b": "2"}""", "anthropic", "batch",
            """{"inputTokens": 3000, "outputTokens": 350, "cacheReadTokens": 2400}""", "priced", "catalogue", "USD", receipt.Amount.ToDecimal());
        rows[1].Should().ContainInOrder("adjustment", at.UtcDateTime).And.ContainInOrder("EUR", -0.5m);
        (await database.QueryAsync("SELECT corrects, corrects_sequence, adjustment, reason FROM codegen_costs.v_charges WHERE kind = 'adjustment'"))
            .Should().ContainSingle().Which.Should().Equal(receipt.Id, receipt.Sequence, "amount", "credit 17");
        IReadOnlyList<object?[]> lines = await database.QueryAsync("SELECT name, unit, quantity_numerator FROM codegen_costs.v_lines WHERE kind = 'charge' ORDER BY line");
        lines.Select(static row => $"{row[0]} {row[1]} {row[2]}").Should().BeEquivalentTo("input token 600", "cacheRead token 2400", "output token 350");
    }
}
