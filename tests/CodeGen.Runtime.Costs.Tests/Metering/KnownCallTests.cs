using CsCheck;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Requests that come again are booked by what is remembered of the first ones: nobody may be able to tell.</summary>
public sealed class KnownCallTests : IDisposable
{
    private static readonly ModelUsage s_usage = new() { InputTokens = 3_000, CacheReadTokens = 2_400, OutputTokens = 350 };

    private static readonly ServedModel[] s_served =
    [
        new("claude-haiku-4-5"), new("claude-haiku-4.5"), new("CLAUDE-HAIKU-4-5"), new("claude-opus-4-5") { Provider = "anthropic" }, new("claude-opus-4-5") { Provider = "anthropic", Tier = "batch" },
        new("claude-opus-4-5") { Provider = "anthropic", Geo = "us" }, new("claude-opus-4-5") { Provider = "anthropic", Speed = "fast" }, new("nobody-knows-it"), new(" spaced-name "),
    ];

    private static readonly CostAttribution?[] s_attributions =
    [
        null, new() { Project = "p42" }, new() { Project = "p43", User = "u7" }, new CostAttribution { Service = "generator" }.WithTag("team", "core"), new() { Model = "stated" }, CostAttribution.Empty,
    ];

    private static readonly CostAttribution?[] s_ambients = [null, new() { Project = "outer", Resource = "r1" }, new() { User = "u8" }];

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"prices-{Guid.NewGuid():N}.json");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void TrackModel_AnyCallsInAnyOrder_AreBookedAsEachWouldBeAlone() =>
        Gen.Select(Gen.Int[0, s_served.Length - 1], Gen.Int[0, s_attributions.Length - 1], Gen.Int[0, s_ambients.Length - 1], UsageGen.Any).Array[1, 60].Sample(
            static calls =>
            {
                using var host = new MeteredHost();
                var book = host.Services.GetRequiredService<PriceBook>();
                foreach ((int served, int attribution, int ambient, ModelUsage usage) in calls)
                {
                    using CostScope? scope = s_ambients[ambient] is { } around ? CostContext.Begin(around) : null;
                    host.Tracker.TrackModel(s_served[served], usage, new CostTerms { Attribution = s_attributions[attribution] });
                }

                IReadOnlyList<CostRecord> records = host.Records;
                records.Should().HaveCount(calls.Length);
                for (int i = 0; i < calls.Length; i++)
                {
                    (int served, int attribution, int ambient, ModelUsage usage) = calls[i];
                    ServedModel clean = s_served[served] with { Model = s_served[served].Model.Trim() };
                    CostAttribution given = Merged(s_attributions[attribution], s_ambients[ambient]);
                    PricedUsage priced = book.Price(clean with { At = MeteredHost.Began }, usage, UnknownModelPolicy.Unpriced);
                    records[i].Attribution.Should().Be(new CostAttribution
                    {
                        Service = given.Service, Resource = given.Resource, User = given.User, Project = given.Project, Model = given.Model ?? clean.Model, Tags = given.Tags,
                    });
                    (records[i].Use.Served, records[i].Use.Usage).Should().Be((clean, usage));
                    (records[i].Status, records[i].PriceVersion, records[i].Amount).Should().Be((priced.Status, priced.Version, priced.IsPriced ? priced.Exact : default));
                    records[i].ContentHash.Should().Be(HashAlone(clean, usage, records[i].Attribution));
                }
            },
            iter: 40);

    [Fact]
    public void TrackModel_PricesReadAgain_GoByTheNewOnes()
    {
        Write("1");
        using var host = new MeteredHost(metering => metering.Services.Configure<PriceBookOptions>(o => (o.HostPath, o.UseCatalogue) = (_path, false)));
        var attribution = new CostAttribution { Project = "p42" };
        CostReceipt[] before = [.. Enumerable.Range(0, 4).Select(_ => Track())];

        Write("2");
        host.Services.GetRequiredService<PriceBook>().Reload();
        CostReceipt after = Track();

        before.Select(static receipt => receipt.Amount).Should().AllBeEquivalentTo(Money.Of(1m, Currency.Usd));
        after.Amount.Should().Be(Money.Of(2m, Currency.Usd));
        host.Records.Select(static record => record.PriceVersion).Distinct().Should().HaveCount(2);

        CostReceipt Track() => host.Tracker.TrackModel("m1", new ModelUsage { InputTokens = 1_000_000 }, new CostTerms { Attribution = attribution });
    }

    [Fact]
    public void TrackModel_MoreAttributionsAndModelsThanAreRemembered_AreAllTheirOwn()
    {
        using var host = new MeteredHost();
        CostAttribution[] attributions = [.. Enumerable.Range(0, 300).Select(static i => new CostAttribution { Project = $"p{i}" })];
        string[] models = ["claude-haiku-4-5", "claude-opus-4-5", "gpt-5"];
        for (int round = 0; round < 3; round++)
        {
            foreach (CostAttribution attribution in attributions)
            {
                foreach (string model in models)
                {
                    host.Tracker.TrackModel(model, s_usage, new CostTerms { Attribution = attribution });
                }
            }
        }

        host.Records.Select(static record => (record.Attribution.Project, record.Attribution.Model, record.Use.Name)).Should().Equal(
            Enumerable.Range(0, 3).SelectMany(_ => attributions.SelectMany(of => models.Select(model => (of.Project, (string?)model, model)))));
    }

    [Fact]
    public void TrackModel_ListOfTagsChangedAfterwards_ChangesNothing()
    {
        using var host = new MeteredHost();
        var tags = new List<CostTag> { new("team", "core") };
        var attribution = new CostAttribution { Tags = tags };
        for (int i = 0; i < 4; i++)
        {
            host.Tracker.TrackModel("claude-haiku-4-5", s_usage, new CostTerms { Attribution = attribution });
            tags[0] = new CostTag("team", $"other{i}");
        }

        host.Records.Select(static record => record.Attribution["tag.team"]).Should().Equal("core", "core", "core", "core");
    }

    [Fact]
    public void TrackModel_ValueWithoutAPlace_IsCountedEachTime()
    {
        using var host = new MeteredHost(static metering => metering.Services.Configure<CostAttributionOptions>(static o => o.MaxValuesOf["user"] = 1));
        var first = new CostAttribution { User = "u1" };
        var second = new CostAttribution { User = "u2" };
        for (int i = 0; i < 5; i++)
        {
            host.Tracker.TrackModel("claude-haiku-4-5", s_usage, new CostTerms { Attribution = first });
            host.Tracker.TrackModel("claude-haiku-4-5", s_usage, new CostTerms { Attribution = second });
        }

        host.Records.Select(static record => record.Attribution.User).Distinct().Should().Equal("u1", CardinalityLimiter.Other);
        host.Services.GetRequiredService<Lazy<MeteringState>>().Value.Limiter.Overflows(CostDimension.User).Should().Be(5);
    }

    [Fact]
    public async Task SettleAsync_AfterTheSameWithoutAHold_BooksTheHold()
    {
        using var host = new MeteredHost(static metering => metering.AddBudget("team", static b => b.Scope("project", "p42").Monthly(500m)));
        var attribution = new CostAttribution { Project = "p42" };
        CostUse use = CostUse.Model(new ServedModel("claude-haiku-4-5"), s_usage);
        for (int i = 0; i < 3; i++)
        {
            host.Tracker.Track(use, new CostTerms { Attribution = attribution });
        }

        await using BudgetHold hold = await host.Budgets.ReserveAsync(host.Tracker.Estimate(use), attribution);
        await host.Tracker.SettleAsync(hold, use);

        host.Records.Select(static record => record.Hold).Should().Equal(null, null, null, hold.Id);
        host.Records.Select(static record => record.Attribution).Distinct().Should().ContainSingle();
    }

    [Fact]
    public void TrackModel_OnceItIsKnown_AllocatesNothing()
    {
        // The clock of the tests allocates.
        using var host = new MeteredHost(static metering => metering.Services.AddSingleton(TimeProvider.System));
        var terms = new CostTerms { Attribution = new CostAttribution { Project = "p42" } };
        using CostScope scope = CostContext.Begin(new CostAttribution { User = "u7" });
        long least = long.MaxValue;

        // Code that the platform has not compiled to its end yet boxes numbers, so the first calls may allocate; later ones must not.
        for (int batch = 0; batch < 20_000 && least > 0; batch++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 20; i++)
            {
                host.Tracker.TrackModel("claude-haiku-4-5", s_usage, terms);
                host.Tracker.TrackModel("claude-opus-4-5", s_usage, terms);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        least.Should().Be(0);
    }

    private static CostAttribution Merged(CostAttribution? own, CostAttribution? around) => new()
    {
        Service = own?.Service ?? around?.Service,
        Resource = own?.Resource ?? around?.Resource,
        User = own?.User ?? around?.User,
        Project = own?.Project ?? around?.Project,
        Model = own?.Model ?? around?.Model,
        Tags = own is { Tags.Count: > 0 } ? own.Tags : around?.Tags ?? [],
    };

    private static UInt128 HashAlone(ServedModel served, ModelUsage usage, CostAttribution attribution)
    {
        CostUse use = CostUse.Model(served, usage);
        var copy = new CostAttribution
        {
            Service = attribution.Service, Resource = attribution.Resource, User = attribution.User, Project = attribution.Project, Model = attribution.Model, Tags = attribution.Tags,
        };
        var writer = new PayloadWriter(new byte[CostRecordFormat.RoomFor(use, copy)]);
        CostRecordFormat.WriteEvent(ref writer, use, copy, null);
        return PayloadHash.Of((byte)CostRecordKind.Charge, writer.Written);
    }

    private void Write(string rate) => File.WriteAllText(_path, $$$"""{"models":[{"id":"m1","prices":[{"cards":[{"rates":{"input":"{{{rate}}}"}}]}]}]}""");
}
