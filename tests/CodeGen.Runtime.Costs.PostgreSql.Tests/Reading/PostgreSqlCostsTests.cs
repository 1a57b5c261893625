using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.PostgreSql.Tests;

[Collection(PostgreSqlCollection.Name)]
public sealed class PostgreSqlCostsTests(PostgreSqlFixture fixture)
{
    private static readonly DateTimeOffset s_day = new(2026, 8, 20, 0, 0, 0, TimeSpan.Zero);

    [SkippableFact]
    public async Task GroupAsync_SeveralNodes_AreAddedByKeysAndCurrencies()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FeedNode first = await FeedNode.StartAsync(database.ConnectionString());
        await using FeedNode second = await FeedNode.StartAsync(database.ConnectionString());
        FeedNode[] nodes = [first, second];
        foreach (FeedNode node in nodes)
        {
            for (int i = 0; i < 60; i++)
            {
                var terms = new CostTerms
                {
                    EventTime = s_day.AddHours(i),
                    Attribution = new CostAttribution { Project = i % 3 == 0 ? null : $"p{i % 3}", Tags = i % 2 == 0 ? [new CostTag("team", "a")] : [] },
                };
                node.Tracker.TrackApi("GET /", TimeSpan.FromTicks((i * 7_919) + 1), terms);
                node.Tracker.TrackModel("claude-haiku-4-5", new ModelUsage { OutputTokens = i + 1 }, terms);
            }

            await node.FedAsync();
        }

        CostRecord[] records = [.. nodes.SelectMany(static node => node.Records())];
        IReadOnlyList<PostgreSqlCostGroup> groups = await first.Costs.GroupAsync(s_day, s_day.AddDays(2), ["project", "tag.team", "category", "day"]);
        var expected = records.Where(static r => r.EventTime < s_day.AddDays(2))
            .GroupBy(static r => $"{r.Attribution.Project}|{r.Attribution["tag.team"]}|{(r.Use.Category == CostCategory.Api ? "api" : "model")}|{r.EventTime:yyyy-MM-dd}")
            .ToDictionary(static g => g.Key, static g => (string.Join(", ", Sums.Of(g)), (long)g.Count()));
        groups.ToDictionary(static g => string.Join('|', g.Keys), static g => (g.Costs.ToString(), g.Records)).Should().BeEquivalentTo(expected);
        (await first.Costs.GroupAsync(s_day, s_day.AddYears(1), ["node"])).Select(static g => g.Keys[0]).Should().BeEquivalentTo(nodes.Select(static n => n.Ledger.Node.ToString()));
        (await first.Costs.TotalsAsync(s_day.AddYears(-2), s_day.AddYears(-1))).Records.Should().Be(0);
        (await database.ExactAsync("v_charges WHERE day < '2026-08-22'")).Should().Equal(Sums.Of(records.Where(static r => r.EventTime < s_day.AddDays(2))));
        (await database.QueryAsync("SELECT currency, sum(amount) FROM codegen_costs.v_daily WHERE category = 'model' GROUP BY 1")).Should().ContainSingle().Which.Should().Equal(
            "USD", Sums.Of(records.Where(static r => r.Use.Category == CostCategory.Model))[0].ToDecimal());
    }

    [SkippableTheory]
    [InlineData("project; DROP TABLE codegen_costs.records")]
    [InlineData("projekt")]
    [InlineData("")]
    public async Task GroupAsync_NoDimension_IsRefused(string dimension)
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString());

        await node.Invoking(n => n.Costs.GroupAsync(s_day, s_day, [dimension])).Should().ThrowAsync<ArgumentException>().WithMessage("*is no dimension*");
        await node.Invoking(n => n.Costs.GroupAsync(s_day, s_day, ["project", "project"])).Should().ThrowAsync<ArgumentException>().WithMessage("*each once*");
    }

    [SkippableFact]
    public async Task GroupAsync_TagWithQuotes_IsAValueAndNoSql()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString());
        node.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1));
        await node.FedAsync();

        (await node.Costs.GroupAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, ["tag.a' OR 1=1 --"])).Should().ContainSingle().Which.Keys.Should().Equal((string?)null);
    }
}
