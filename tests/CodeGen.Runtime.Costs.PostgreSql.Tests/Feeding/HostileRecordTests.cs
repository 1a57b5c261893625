using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Costs.PostgreSql.Tests;

[Collection(PostgreSqlCollection.Name)]
public sealed class HostileRecordTests(PostgreSqlFixture fixture)
{
    public static TheoryData<string> Texts =>
    [
        "a\0b", "\0", "o'brien'); DROP TABLE codegen_costs.records; --", "\\N", "\\.", "\r\n\t", "\ud800 alone", "💶", new string('x', 5_000), new string('\u0416', 256), "{\"a\":\"\\u0000\"}", "\u202Eright to left", "\\x00",
    ];

    [SkippableTheory]
    [MemberData(nameof(Texts))]
    public async Task Feed_AnyText_ArrivesAsTheLedgerHasIt(string text)
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString());
        var attribution = new CostAttribution { Service = text, Resource = text, User = text, Project = text, Tags = [new CostTag("t", text)] };
        CostReceipt receipt = node.Tracker.TrackModel(new ServedModel("m" + text) { Provider = text, Tier = text, Speed = text, Geo = text }, new ModelUsage { OutputTokens = 1 }, new CostTerms { Attribution = attribution });
        node.Tracker.TrackCompute("m" + text, 1, terms: new CostTerms { Attribution = attribution });
        node.Tracker.Adjust(receipt.Sequence, Money.Of(1, Currency.Usd), "r" + text);

        await node.FedAsync();

        CostRecord record = node.Records()[0];
        (await database.QueryAsync("SELECT service, resource, user_name, project, tags ->> 't', served_model, served_geo FROM codegen_costs.records ORDER BY sequence"))[0].Should().Equal(
            record.Attribution.Service, record.Attribution.Resource, record.Attribution.User, record.Attribution.Project, record.Attribution["tag.t"], record.Use.Served!.Value.Model, record.Use.Served.Value.Geo);
        (await database.CountAsync("records")).Should().Be(3);
        (await node.Costs.GroupAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, ["tag.t", "project"])).Should().ContainSingle().Which.Keys.Should().Equal(record.Attribution["tag.t"], record.Attribution.Project);
    }

    /// <summary>Names and units from price files are not cleaned as attributions are.</summary>
    [Fact]
    public void Of_TextWithNul_HasNone() => PostgreSqlText.Of("a\0b\0").Should().Be("a\uFFFDb\uFFFD");

    [SkippableFact]
    public async Task Feed_TimesAndAmountsAtTheirEnds_Arrive()
    {
        TestDatabase database = await fixture.DatabaseAsync();
        await using FeedNode node = await FeedNode.StartAsync(database.ConnectionString());
        DateTimeOffset[] times = [DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch - TimeSpan.FromTicks(1), new(1999, 12, 31, 23, 59, 59, TimeSpan.Zero), DateTimeOffset.MaxValue];
        foreach (DateTimeOffset time in times)
        {
            CostReceipt charge = node.Tracker.TrackModel("claude-haiku-4-5", 1, new CostTerms { EventTime = time });
            node.Tracker.Adjust(charge.Sequence, Money.FromPicos(Int128.MaxValue, Currency.Parse("IDR")), "all there is");
            node.Tracker.Adjust(charge.Sequence, Money.FromPicos(-Int128.MaxValue, Currency.Parse("IDR")), "and back");
        }

        await node.FedAsync();

        (await node.Costs.AllAsync()).Should().Equal(Sums.Of(node.Records()));
        (await database.CountAsync("records WHERE numerator = 170141183460469231731687303715884105727")).Should().Be(times.Length);
        (await database.CountAsync("v_daily WHERE day IS NOT NULL AND currency = 'IDR' AND amount = 0")).Should().Be(times.Length);
        (await node.Costs.GroupAsync(DateTimeOffset.UnixEpoch - TimeSpan.FromTicks(10), DateTimeOffset.UnixEpoch, [])).Should().ContainSingle().Which.Records.Should().Be(3);
    }
}
