using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public sealed class ModelRecommenderTests
{
    private static readonly ModelUsage s_usage = new() { InputTokens = 1_000, OutputTokens = 200 };

    [Fact]
    public async Task RecommendAsync_AnotherModelForAClass_IsItsRequestsAtTheOtherPrice()
    {
        using var host = new ReplayHost(o => o.Models["summaries"] = Alternative(0.9m, ("tag.task", "summary")));
        host.Track(10, new(ReplayHost.Big), s_usage, new CostAttribution().WithTag("task", "summary"));
        host.Track(10, new(ReplayHost.Big), s_usage, new CostAttribution().WithTag("task", "design"));

        RecommendationReport report = await host.JulyAsync();

        // 310 requests: 0.02 at the one, 0.002 at the other, and a tenth of them again at the first.
        Recommendation found = report.Recommendations.Should().ContainSingle().Subject;
        found.Saving.Replayed.Should().Be(Money.Of(310 * (0.02m - 0.002m - 0.002m), Currency.Usd));
        found.Saving.PerMonth.Should().Be(found.Saving.Replayed);
        (found.Saving.Low, found.Saving.High).Should().Be((found.Saving.PerMonth, found.Saving.PerMonth), "all days are alike");
        found.Saving.Cost.Should().Be(Money.Of(310 * 0.02m, Currency.Usd));
        found.Saving.Share.Should().Be(0.8m);
        found.Id.Should().Be("cheaper-model/summaries");
        found.Confidence.Should().Be(RecommendationConfidence.Medium, "how many answers are good enough was measured elsewhere");
        found.Evidence.Should().Contain(new RecommendationFact("evaluation", "eval-7, 500 cases"));
        found.Configuration.Should().Contain("\"model\": \"small\"");
        report.Plan.Should().Be(new RecommendationPlan(report.Plan.Recommendations, found.Saving));
        (report.Charges, report.Requests, report.Reproduced).Should().Be((620, 620, 620));
    }

    [Fact]
    public async Task RecommendAsync_OtherTokenCounts_AreReckonedWith()
    {
        using var host = new ReplayHost(o =>
        {
            ModelAlternativeOptions one = Alternative(1);
            (one.InputRatio, one.OutputRatio) = (1.5m, 2);
            o.Models["all"] = one;
        });
        host.Track(10, new(ReplayHost.Big), s_usage);

        RecommendationReport report = await host.JulyAsync();

        report.Recommendations.Should().ContainSingle().Which.Saving.Replayed.Should()
            .Be(Money.Of(310 * 0.02m, Currency.Usd) - (host.Price(new(ReplayHost.Small), new ModelUsage { InputTokens = 1_500, OutputTokens = 400 }) * 310));
    }

    [Fact]
    public async Task RecommendAsync_DearerOrUnknownModel_SaysNothing()
    {
        using var host = new ReplayHost(o =>
        {
            o.Models["dearer"] = Alternative(1);
            o.Models["dearer"].FromModel = ReplayHost.Small;
            o.Models["dearer"].Model = ReplayHost.Big;
            o.Models["unknown"] = Alternative(1);
            o.Models["unknown"].Model = "nobody-knows";
        });
        host.Track(10, new(ReplayHost.Big), s_usage);
        host.Track(10, new(ReplayHost.Small), s_usage);

        RecommendationReport report = await host.JulyAsync();

        report.Recommendations.Should().BeEmpty();
        report.Plan.Recommendations.Should().BeEmpty();
        report.Plan.Saving.PerMonth.Should().Be(Money.Zero(Currency.Usd));
    }

    [Fact]
    public async Task RecommendAsync_RequestsThatCanWait_CostWhatBatchesCost()
    {
        using var host = new ReplayHost(o => o.Deferrable["nightly"] = new DeferrableRequestsOptions { Where = { ["service"] = "nightly" } });
        host.Track(10, new(ReplayHost.Big), s_usage, new CostAttribution { Service = "nightly" });
        host.Track(10, new(ReplayHost.Big) { Tier = "batch" }, s_usage, new CostAttribution { Service = "nightly" });
        host.Track(10, new(ReplayHost.Big), s_usage, new CostAttribution { Service = "chat" });

        RecommendationReport report = await host.JulyAsync();

        Recommendation found = report.Recommendations.Should().ContainSingle().Subject;
        found.Id.Should().Be("batch-tier/nightly");
        found.Saving.Replayed.Should().Be(Money.Of(310 * 0.01m, Currency.Usd));
        found.Confidence.Should().Be(RecommendationConfidence.High);
    }

    [Fact]
    public async Task RecommendAsync_ATierWithoutAPrice_SaysNothing()
    {
        using var host = new ReplayHost(o => o.Deferrable["nightly"] = new DeferrableRequestsOptions { Tier = "slow" });
        host.Track(10, new(ReplayHost.Big), s_usage);

        (await host.JulyAsync()).Recommendations.Should().BeEmpty();
    }

    [Fact]
    public async Task RecommendAsync_BoundToAPlaceForNothing_IsWhatThatCosts()
    {
        using var host = new ReplayHost(o => o.Unbound["drafts"] = new UnboundRequestsOptions { Geo = "us" });
        host.Track(20, new(ReplayHost.Big) { Geo = "us" }, s_usage);

        (await host.JulyAsync()).Recommendations.Should().ContainSingle().Which.Saving.Replayed.Should().Be(Money.Of(620 * 0.002m, Currency.Usd));
    }

    [Fact]
    public async Task RecommendAsync_PromptsWithOneBeginning_AreReplayedAgainstTheProvidersCache()
    {
        using var host = new ReplayHost();
        CostAttribution review = new CostAttribution().WithTag("prompt", "review-v3").WithTag("prompt.tokens", "4000");
        ModelUsage usage = new() { InputTokens = 5_000, OutputTokens = 100 };

        // Each day 12 requests 4 minutes apart: the first writes, the others read.
        host.Track(12, new(ReplayHost.Big), usage, review, apart: TimeSpan.FromMinutes(4));

        RecommendationReport report = await host.JulyAsync();

        Money plain = host.Price(new(ReplayHost.Big), usage);
        Money written = host.Price(new(ReplayHost.Big), usage with { CacheWriteTokens = 4_000 });
        Money read = host.Price(new(ReplayHost.Big), usage with { CacheReadTokens = 4_000 });
        Recommendation best = report.Recommendations[0];
        best.Id.Should().Be("prompt-cache/review-v3/big/5m");
        best.Saving.Replayed.Should().Be((plain * (31 * 12)) - (written * 31) - (read * (31 * 11)));
        best.Configuration.Should().Contain("\"ttl\": \"5m\"");
        report.Recommendations.Should().HaveCount(2);
        Recommendation hour = report.Recommendations[1];
        hour.Id.Should().Be("prompt-cache/review-v3/big/1h");
        (hour.IsInPlan, best.IsInPlan).Should().Be((false, true));
        hour.ConflictsWith.Should().Equal(best.Id);
        report.Plan.Saving.Replayed.Should().Be(best.Saving.Replayed);
    }

    [Fact]
    public async Task RecommendAsync_PromptsAnHourApart_NeedTheDearerTime()
    {
        using var host = new ReplayHost();
        CostAttribution review = new CostAttribution().WithTag("prompt", "review-v3").WithTag("prompt.tokens", "4000");
        host.Track(20, new(ReplayHost.Big), new ModelUsage { InputTokens = 5_000, OutputTokens = 100 }, review, apart: TimeSpan.FromMinutes(50));

        RecommendationReport report = await host.JulyAsync();

        report.Recommendations.Should().ContainSingle().Which.Id.Should().Be("prompt-cache/review-v3/big/1h");
    }

    [Theory]
    [InlineData(90, "4000", 0L)]
    [InlineData(4, "900", 0L)]
    [InlineData(4, "many", 0L)]
    [InlineData(4, "4000", 3_000L)]
    public async Task RecommendAsync_PromptsTooFarApartTooShortUntoldOrKeptAlready_SayNothing(int minutes, string tokens, long read)
    {
        using var host = new ReplayHost();
        CostAttribution review = new CostAttribution().WithTag("prompt", "review-v3").WithTag("prompt.tokens", tokens);
        host.Track(12, new(ReplayHost.Big), new ModelUsage { InputTokens = 5_000, OutputTokens = 100, CacheReadTokens = read }, review, apart: TimeSpan.FromMinutes(minutes));

        RecommendationReport report = await host.JulyAsync();

        report.Recommendations.Should().BeEmpty();
    }

    internal static ModelAlternativeOptions Alternative(decimal acceptance, params (string Dimension, string Value)[] where)
    {
        var one = new ModelAlternativeOptions { FromModel = ReplayHost.Big, Model = ReplayHost.Small, Acceptance = acceptance, Evidence = "eval-7, 500 cases" };
        foreach ((string dimension, string value) in where)
        {
            one.Where[dimension] = value;
        }

        return one;
    }
}
