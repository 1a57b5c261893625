using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public sealed class RecommendationReportTests
{
    private static readonly ModelUsage s_usage = new() { InputTokens = 1_000, OutputTokens = 200 };

    [Fact]
    public async Task RecommendAsync_TwoModelsForOneClass_AreAlternatives()
    {
        using var host = new ReplayHost(o =>
        {
            o.Models["good"] = ModelRecommenderTests.Alternative(1);
            o.Models["fair"] = ModelRecommenderTests.Alternative(0.8m);
        });
        host.Track(10, new(ReplayHost.Big), s_usage);

        RecommendationReport report = await host.JulyAsync();

        report.Recommendations.Select(one => (one.Id, one.IsInPlan)).Should().Equal(("cheaper-model/good", true), ("cheaper-model/fair", false));
        report.Recommendations[0].ConflictsWith.Should().Equal("cheaper-model/fair");
        report.Recommendations[1].ConflictsWith.Should().Equal("cheaper-model/good");
        report.Plan.Recommendations.Should().Equal("cheaper-model/good");
        report.Plan.Saving.Replayed.Should().Be(report.Recommendations[0].Saving.Replayed);
    }

    [Fact]
    public async Task RecommendAsync_ChangesInOtherRespects_AreReplayedTogether()
    {
        using var host = new ReplayHost(o =>
        {
            o.Models["all"] = ModelRecommenderTests.Alternative(1);
            o.Deferrable["all"] = new DeferrableRequestsOptions();
        });
        host.Track(10, new(ReplayHost.Big), s_usage);

        RecommendationReport report = await host.JulyAsync();

        // Alone 90 % and 50 %; together the half of a tenth is paid.
        report.Recommendations.Select(one => one.Saving.Share).Should().Equal(0.9m, 0.5m);
        report.Recommendations.Should().OnlyContain(one => one.IsInPlan && one.ConflictsWith.Count == 0);
        report.Plan.Saving.Share.Should().Be(0.95m);
        report.Plan.Saving.Replayed.Should().Be(Money.Of(310 * 0.02m * 0.95m, Currency.Usd));
    }

    [Fact]
    public async Task RecommendAsync_FewRequestsOrFewDaysOrLittleMoney_SayNothing()
    {
        using var host = new ReplayHost(o =>
        {
            o.Models["few"] = ModelRecommenderTests.Alternative(1, ("service", "few"));
            o.Models["brief"] = ModelRecommenderTests.Alternative(1, ("service", "brief"));
            o.Models["small"] = ModelRecommenderTests.Alternative(1, ("service", "small"));
        });
        host.Track(3, new(ReplayHost.Big), s_usage with { InputTokens = 100_000 }, new CostAttribution { Service = "few" });
        host.Track(100, new(ReplayHost.Big), s_usage, new CostAttribution { Service = "brief" }, days: 6);
        host.Track(10, new(ReplayHost.Big), new ModelUsage { InputTokens = 10 }, new CostAttribution { Service = "small" });

        (await host.JulyAsync()).Recommendations.Should().BeEmpty();
    }

    [Fact]
    public async Task RecommendAsync_ATimeShorterThanTheDaysThatAreNeeded_SaysNothing()
    {
        using var host = new ReplayHost(o => o.Models["all"] = ModelRecommenderTests.Alternative(1));
        host.Track(100, new(ReplayHost.Big), s_usage);

        RecommendationReport report = await host.Recommendations.RecommendAsync(q => q.Between(ReplayHost.July, ReplayHost.July.AddDays(3)));

        report.Requests.Should().Be(300);
        report.Recommendations.Should().BeEmpty("three days are fewer than seven, however short the time is");
    }

    [Fact]
    public async Task RecommendAsync_ASavingOfOneDay_IsNotSure()
    {
        using var host = new ReplayHost(o => o.Models["all"] = ModelRecommenderTests.Alternative(1));
        host.Track(1, new(ReplayHost.Big), s_usage);
        host.Track(100, new(ReplayHost.Big), s_usage with { InputTokens = 200_000 }, days: 1);

        // The one day is in about two of three draws, so a draw without it is well within 95 %.
        Recommendation found = (await host.JulyAsync()).Recommendations.Should().ContainSingle().Subject;
        (found.Saving.Low.ToDecimal() * 2).Should().BeLessThan(found.Saving.PerMonth.ToDecimal());
        found.Confidence.Should().Be(RecommendationConfidence.Medium);
    }

    [Fact]
    public async Task RecommendAsync_CorrectedCharges_AreReplayedAsTheyStand()
    {
        using var host = new ReplayHost(o => o.Models["all"] = ModelRecommenderTests.Alternative(1));
        host.Track(10, new(ReplayHost.Big), s_usage);
        CostReceipt reversed = host.Host.Tracker.TrackModel(new ServedModel(ReplayHost.Big), s_usage, new CostTerms { EventTime = ReplayHost.July });
        await host.Host.Tracker.ReverseAsync(reversed.Sequence, "never sent");
        CostReceipt adjusted = host.Host.Tracker.TrackModel(new ServedModel(ReplayHost.Big), s_usage, new CostTerms { EventTime = ReplayHost.July });
        host.Host.Tracker.Adjust(adjusted.Sequence, Money.Of(1, Currency.Usd), "by hand");

        RecommendationReport report = await host.JulyAsync();

        (report.Requests, report.Reproduced).Should().Be((312, 310));
        report.Cost.Should().Be(Money.Of((310 * 0.02m) + 1.02m, Currency.Usd));
        report.Recommendations.Should().ContainSingle().Which.Saving.Charges.Should().Be(310);
    }

    [Fact]
    public async Task RecommendAsync_AnotherCurrency_ConvertsByTheRateOfTheDay()
    {
        using var host = new ReplayHost(o => o.Models["all"] = ModelRecommenderTests.Alternative(1), b => b.Services.Configure<CostMeteringOptions>(o => o.Currency = "EUR"));
        host.Track(10, new(ReplayHost.Big), s_usage);

        (await host.JulyAsync()).Recommendations.Should().ContainSingle().Which.Saving.Replayed.Should().Be(Money.Of(310 * 0.018m * 0.9m, Currency.Eur));
    }

    [Fact]
    public async Task RecommendAsync_NoTime_ReplaysTheLastWholeDaysAndScalesThemToAMonth()
    {
        using var host = new ReplayHost(o =>
        {
            o.Models["all"] = ModelRecommenderTests.Alternative(1);
            o.Window = TimeSpan.FromDays(10);
        });
        host.Track(20, new(ReplayHost.Big), s_usage, days: 21, from: MeteredHost.Began.AddDays(-20).Date);

        RecommendationReport report = await host.Recommendations.RecommendAsync();

        (report.From, report.Until).Should().Be((new DateTimeOffset(2026, 8, 10, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 8, 20, 0, 0, 0, TimeSpan.Zero)));
        RecommendationSaving saving = report.Recommendations.Should().ContainSingle().Subject.Saving;
        saving.Replayed.Should().Be(Money.Of(200 * 0.018m, Currency.Usd));
        saving.PerMonth.ToDecimal().Should().BeApproximately(20 * 0.018m * 30.436875m, 0.000_001m);
    }

    [Fact]
    public async Task RecommendAsync_NothingToGoBy_SaysWhatIsNeeded()
    {
        using var host = new ReplayHost();

        RecommendationReport report = await host.JulyAsync();

        report.Recommendations.Should().BeEmpty();
        report.Silent.Should().Contain(one => one.Name == "cheaper-model" && one.Needs.Contains("CodeGenRuntime:Costs:Recommendations:Models"));
        report.Charges.Should().Be(0);
    }

    [Fact]
    public async Task RecommendAsync_AHostsRecommender_IsHeard()
    {
        using var host = new ReplayHost(more: b => b.Services.AddCostRecommender<HalfOfEverything>());
        host.Track(10, new(ReplayHost.Big), s_usage);

        RecommendationReport report = await host.JulyAsync();

        Recommendation found = report.Recommendations.Should().ContainSingle().Subject;
        (found.Id, found.Saving.Replayed).Should().Be(("half/everything", Money.Of(3.1m, Currency.Usd)));
        await FluentActions.Awaiting(() => host.Recommendations.FollowAsync(found).AsTask()).Should().ThrowAsync<ArgumentException>().WithMessage("*half/everything*Measure*");
    }

    private sealed class HalfOfEverything : ICostRecommender
    {
        public string Name => "half";

        public string Needs => "Nothing.";

        public ICostReplay Begin(RecommendationContext context) => new Replay(context);

        private sealed class Replay(RecommendationContext context) : ICostReplay
        {
            private readonly DailySavings _savings = new(context.Currency);

            public void Observe(in ReplayedCharge charge) => _savings.Add(charge.Day, charge.Cost, Money.FromPicos(charge.Cost.Picos / 2, charge.Cost.Currency));

            public IEnumerable<RecommendationDraft> Complete() => [new() { Subject = "everything", Title = "Pay half", Savings = _savings, Configuration = "{}" }];
        }
    }
}
