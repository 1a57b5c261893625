using System.Text;
using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Costs;
using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Joints;

/// <summary>What a longer time to live and more memory would save is found in what the cache did, and is what they do save.</summary>
public sealed class CacheReuseTests : IDisposable
{
    private const decimal Cost = 0.03m;
    private readonly string _directory = Directory.CreateTempSubdirectory("codegen-reuse-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Recommend_ValuesAskedForAfterTheirLife_SavesWhatTheRecommendedTimeToLiveDoes()
    {
        Month month = Asks(keys: 40, every: TimeSpan.FromHours(2), days: 31);
        (decimal paid, RecommendationReport report) = await RunAsync(month, "{}", "before");

        Recommendation found = report.Recommendations.Should().ContainSingle().Subject;
        found.Id.Should().Be("cache-time-to-live/default");
        found.Title.Should().Be("Let values of the region 'default' live for 1 day instead of 1 hour");
        found.Saving.Cost.ToDecimal().Should().Be(paid);
        found.Confidence.Should().Be(RecommendationConfidence.Medium);
        found.Evidence.Should().Contain(new RecommendationFact("4 hours", "50.0 % hits, saves 223.2 USD"));

        (decimal paidSince, _) = await RunAsync(month, found.Configuration, "since");
        found.Saving.PerMonth.ToDecimal().Should().BeApproximately(paid - paidSince, (paid - paidSince) * 0.02m).And.BePositive();
    }

    [Fact]
    public async Task Recommend_ValuesThatHadToMakeRoom_SavesWhatTheRecommendedSizeDoes()
    {
        Month month = Asks(keys: 40, every: TimeSpan.FromMinutes(7), days: 8);
        (decimal paid, RecommendationReport report) = await RunAsync(month, """{ "CodeGenRuntime": { "Cache": { "MaxEntries": 25 } } }""", "before");

        Recommendation found = report.Recommendations.Should().ContainSingle(static one => one.Recommender == "cache-size").Subject;
        found.Title.Should().StartWith("Give the cache 2 times its memory: 50 entries");

        (decimal paidSince, _) = await RunAsync(month, found.Configuration, "since");
        found.Saving.Replayed.ToDecimal().Should().BeApproximately(paid - paidSince, (paid - paidSince) * 0.02m).And.BePositive();
    }

    [Theory]
    [InlineData("key")]
    [InlineData("long key")]
    [InlineData("tag")]
    [InlineData("region")]
    [InlineData("all")]
    public async Task Recommend_ValuesInvalidatedBeforeTheyAreAskedForAgain_IsSilent(string what)
    {
        // The log names a long key by its hash alone.
        Month month = Asks(keys: 20, every: TimeSpan.FromHours(2), days: 10) with
        {
            KeyOf = (key, _) => what == "long key" ? $"{key}-{new string('x', 200)}" : $"key-{key}",
            Between = what switch
            {
                "key" or "long key" => static async (cache, key) => await cache.RemoveAsync(key),
                "tag" => static async (cache, _) => await cache.InvalidateTagAsync("model"),
                "region" => static async (cache, _) => await cache.InvalidateAsync(CacheScope.Region("default")),
                _ => static async (cache, _) => await cache.ClearAsync(),
            },
        };
        (decimal paid, RecommendationReport report) = await RunAsync(month, "{}", "only");

        paid.Should().BePositive();
        report.Recommendations.Should().BeEmpty();
        report.Silent.Should().NotContain(static one => one.Name == "cache-time-to-live");
    }

    [Fact]
    public async Task Recommend_NothingAskedForTwice_IsSilent()
    {
        Month month = Asks(keys: 20, every: TimeSpan.FromHours(2), days: 10) with { KeyOf = static (key, round) => $"{round}-{key}" };
        (_, RecommendationReport report) = await RunAsync(month, "{}", "only");

        report.Recommendations.Should().BeEmpty();
    }

    [Fact]
    public async Task Recommend_SwitchedOff_SaysWhatItNeeds()
    {
        Month month = Asks(keys: 5, every: TimeSpan.FromHours(2), days: 10);
        (_, RecommendationReport report) = await RunAsync(month, """{ "CodeGenRuntime": { "ReuseShare": 0 } }""", "only");

        report.Silent.Should().Contain(static one => one.Name == "cache-time-to-live" && one.Needs.Contains("CodeGenRuntime:ReuseShare"));
        File.Exists(Path.Combine(_directory, "only", "reuse.json")).Should().BeFalse();
    }

    [Fact]
    public async Task Recommend_AfterARestart_KnowsTheDaysBefore()
    {
        Month month = Asks(keys: 20, every: TimeSpan.FromHours(2), days: 10);
        (_, RecommendationReport before) = await RunAsync(month, "{}", "same");
        (_, RecommendationReport after) = await RunAsync(month with { Start = month.Start.AddDays(10), Days = 1 }, "{}", "same", from: month.Start);

        after.Recommendations.Single().Saving.Replayed.Should().BeGreaterThan(before.Recommendations.Single().Saving.Replayed);
    }

    [Fact]
    public async Task Start_FileDamaged_BeginsAnew()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "damaged"));
        await File.WriteAllTextAsync(Path.Combine(_directory, "damaged", "reuse.json"), "{ \"cur");
        (_, RecommendationReport report) = await RunAsync(Asks(keys: 20, every: TimeSpan.FromHours(2), days: 10), "{}", "damaged");

        report.Recommendations.Should().ContainSingle();
    }

    [Fact]
    public async Task Follow_NothingChargedToTheRegion_SaysHowToAttributeIt()
    {
        Month month = Asks(keys: 20, every: TimeSpan.FromHours(2), days: 10);
        await RunAsync(month, "{}", "follow", async (recommendations, report) =>
            (await FluentActions.Awaiting(() => recommendations.FollowAsync(report.Recommendations.Single()).AsTask()).Should().ThrowAsync<ArgumentException>())
                .WithMessage("*'cache-time-to-live/default' cannot be checked: *"));
    }

    [Fact]
    public async Task Follow_ChargesOfTheFactoryAttributedToTheRegion_KeepsItsPromise()
    {
        Month month = Asks(keys: 20, every: TimeSpan.FromHours(2), days: 31) with { Charges = true };
        await RunAsync(month, "{}", "followed", async (recommendations, report) => await recommendations.FollowAsync(report.Recommendations.Single()));
        string configuration = """{ "CodeGenRuntime": { "Cache": { "PlainKeys": { "TimeToLive": "1.00:00:00" } } } }""";
        await RunAsync(month with { Start = month.Start.AddDays(31), Days = 20 }, configuration, "followed");

        // What hits have saved is booked for certain when the host stops.
        await RunAsync(month with { Start = month.Start.AddDays(51), Days = 1, Keys = 0 }, configuration, "followed", async (recommendations, _) =>
        {
            PromiseCheck check = (await recommendations.CheckAsync()).Single();
            check.Status.Should().Be(PromiseStatus.Kept, check.Reason);
        });
    }

    [Fact]
    public async Task Start_ShareOutOfRange_NamesPathAndRemedy()
    {
        using IHost host = Build(new JumpingTime(DateTimeOffset.UnixEpoch.AddYears(50)), """{ "CodeGenRuntime": { "ReuseShare": 1.5 } }""", "never");

        (await FluentActions.Awaiting(() => host.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).WithMessage("*CodeGenRuntime:ReuseShare is 1.5; it must be between 0*");
    }

    private static Month Asks(int keys, TimeSpan every, int days) => new(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), days, keys, every);

    private async Task<(decimal Paid, RecommendationReport Report)> RunAsync(
        Month month, string configuration, string ledger, Func<ICostRecommendations, RecommendationReport, Task>? then = null, DateTimeOffset? from = null)
    {
        var time = new JumpingTime(month.Start);
        using IHost host = Build(time, configuration, ledger);
        await host.StartAsync();
        ITieredCache cache = host.Services.GetRequiredService<ITieredCache>();
        ICostTracker tracker = host.Services.GetRequiredService<ICostTracker>();
        decimal paid = 0;
        int rounds = (int)(TimeSpan.FromDays(month.Days) / month.Every);
        for (int round = 0; round < rounds; round++)
        {
            for (int key = 0; key < month.Keys; key++)
            {
                string name = month.KeyOf(key, round);
                await cache.GetOrCreateAsync(name, (context, _) =>
                {
                    paid += Cost;
                    context.Cost = Cost;
                    context.Tags.Add("model");
                    if (month.Charges)
                    {
                        using CostScope scope = CostContext.Begin(new CostAttribution { Resource = "default" });
                        tracker.Track(CostUse.Stated(CostCategory.Model, "answer", 1, Money.Of(Cost, Currency.Usd)));
                    }

                    return ValueTask.FromResult("code");
                });
                await month.Between(cache, name);
            }

            time.Jump(month.Every);
        }

        time.Jump(month.Start.AddDays(month.Days) - time.GetUtcNow());
        ICostRecommendations recommendations = host.Services.GetRequiredService<ICostRecommendations>();
        RecommendationReport report = month.Days == 31
            ? await recommendations.RecommendAsync(query => query.Month(month.Start.Year, month.Start.Month))
            : await recommendations.RecommendAsync(query => query.Between(from ?? month.Start, month.Start.AddDays(month.Days)));
        if (then is not null)
        {
            await then(recommendations, report);
        }

        await host.StopAsync();
        return (paid, report);
    }

    private IHost Build(JumpingTime time, string configuration, string ledger)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("CodeGenRuntime:ReuseShare", "1"), new("CodeGenRuntime:SavingsInterval", "1.00:00:00")]);
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(configuration)));
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddCodeGenRuntime(builder.Configuration).ConfigureCosts(o => (o.LedgerPath, o.SegmentBytes) = (Path.Combine(_directory, ledger), 1 << 20));
        return builder.Build();
    }

    /// <summary>All keys are asked for, one after the other, again and again.</summary>
    private sealed record Month(DateTimeOffset Start, int Days, int Keys, TimeSpan Every)
    {
        public Func<int, int, string> KeyOf { get; init; } = static (key, _) => $"key-{key}";

        public Func<ITieredCache, string, Task> Between { get; init; } = static (_, _) => Task.CompletedTask;

        /// <summary>Whether factories charge what they cost to the region.</summary>
        public bool Charges { get; init; }
    }
}
