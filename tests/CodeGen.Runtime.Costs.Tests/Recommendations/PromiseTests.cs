using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public sealed class PromiseTests
{
    private static readonly ModelUsage s_usage = new() { InputTokens = 1_000, OutputTokens = 200 };
    private static readonly DateTimeOffset s_august = new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task CheckAsync_ModelWasChanged_IsKept()
    {
        using ReplayHost host = await FollowedAsync(o => o.Models["all"] = ModelRecommenderTests.Alternative(0.9m));
        host.Track(10, new(ReplayHost.Small), s_usage, days: 19, from: s_august);

        // A tenth of the answers was not good enough.
        host.Track(1, new(ReplayHost.Big), s_usage, days: 19, from: s_august);
        PromiseCheck check = (await host.Recommendations.CheckAsync()).Should().ContainSingle().Subject;

        check.Status.Should().Be(PromiseStatus.Kept);
        (check.Charges, check.Changed).Should().Be((209, 190));
        check.Before.Should().Be(Money.Of(190 * 0.02m, Currency.Usd), "those that were asked again would not have been");
        check.Actual.Should().Be(Money.Of((190 * 0.002m) + (19 * 0.02m), Currency.Usd));
        check.Share.Should().Be(check.Promise.Share);
    }

    [Fact]
    public async Task CheckAsync_HardlyAnythingWasChanged_IsMissed()
    {
        using ReplayHost host = await FollowedAsync(o => o.Deferrable["all"] = new DeferrableRequestsOptions());
        host.Track(10, new(ReplayHost.Big), s_usage, days: 19, from: s_august);
        host.Track(2, new(ReplayHost.Big) { Tier = "batch" }, s_usage, days: 19, from: s_august);

        PromiseCheck check = (await host.Recommendations.CheckAsync()).Should().ContainSingle().Subject;

        check.Status.Should().Be(PromiseStatus.Missed);
        (check.Charges, check.Changed).Should().Be((228, 38));
        check.Saving.Should().Be(Money.Of(38 * 0.01m, Currency.Usd));
        check.Reason.Should().Contain("50.0");
    }

    [Fact]
    public async Task CheckAsync_PromptsAreKept_ReckonsWithoutTheCache()
    {
        CostAttribution review = new CostAttribution().WithTag("prompt", "review").WithTag("prompt.tokens", "800");
        using var host = new ReplayHost(o => o.Prompts.MinimumTokens = 500);
        host.Track(12, new(ReplayHost.Big), s_usage, review, apart: TimeSpan.FromMinutes(4));
        await host.Recommendations.FollowAsync((await host.JulyAsync()).Recommendations[0], s_august);
        host.Track(1, new(ReplayHost.Big), s_usage with { CacheWriteTokens = 800 }, review, days: 19, from: s_august);
        host.Track(11, new(ReplayHost.Big), s_usage with { CacheReadTokens = 800 }, review, days: 19, from: s_august);

        PromiseCheck check = (await host.Recommendations.CheckAsync()).Should().ContainSingle().Subject;

        check.Status.Should().Be(PromiseStatus.Kept);
        check.Share.Should().Be(check.Promise.Share);
    }

    [Fact]
    public async Task CheckAsync_TooEarly_IsPending()
    {
        using ReplayHost host = await FollowedAsync(o => o.Deferrable["all"] = new DeferrableRequestsOptions());
        host.Track(10, new(ReplayHost.Big) { Tier = "batch" }, s_usage, days: 5, from: s_august);

        PromiseCheck check = (await host.Recommendations.CheckAsync()).Should().ContainSingle().Subject;

        (check.Status, check.Charges).Should().Be((PromiseStatus.Pending, 50));
        check.Reason.Should().Contain("100 on 7 days");
    }

    [Fact]
    public async Task FollowAsync_ProcessEnds_IsRememberedAndForgottenOnlyWhenAsked()
    {
        using ReplayHost host = await FollowedAsync(o => o.Deferrable["all"] = new DeferrableRequestsOptions());
        Promise before = (await host.Recommendations.CheckAsync())[0].Promise;

        host.Host.Restart();

        Promise after = (await host.Recommendations.CheckAsync()).Should().ContainSingle().Subject.Promise;
        after.Should().BeEquivalentTo(before);
        (await host.Recommendations.ForgetAsync(after.Id)).Should().BeTrue();
        (await host.Recommendations.ForgetAsync(after.Id)).Should().BeFalse();
        host.Host.Restart();
        (await host.Recommendations.CheckAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task CheckAsync_FileIsDamaged_SaysWhichAndWhatToDo()
    {
        using ReplayHost host = await FollowedAsync(o => o.Deferrable["all"] = new DeferrableRequestsOptions());
        string file = Path.Combine(host.Host.Path, "promises.json");
        await File.WriteAllTextAsync(file, "[{\"id\":");
        host.Host.Restart();

        await FluentActions.Awaiting(() => host.Recommendations.CheckAsync().AsTask()).Should().ThrowAsync<InvalidDataException>().WithMessage($"*{file}*backup*PromisesPath*");
    }

    private static async Task<ReplayHost> FollowedAsync(Action<CostRecommendationOptions> configure)
    {
        var host = new ReplayHost(configure);
        host.Track(10, new(ReplayHost.Big), s_usage);
        Recommendation found = (await host.JulyAsync()).Recommendations.Should().ContainSingle().Subject;
        await host.Recommendations.FollowAsync(found, s_august);
        return host;
    }
}
