using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Replays of any requests against a naive one that knows nothing of the library's.</summary>
public sealed class RecommendationReplayPropertyTests
{
    private static readonly string?[] s_tasks = ["summary", "design", null];

    private static readonly Gen<Request[]> s_requests = Gen.Select(
        Gen.Int[0, (31 * 24 * 60) - 1], Gen.Bool, Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 6_000], Gen.Int[0, 900], Gen.Bool,
        static (minute, isBig, tier, task, input, output, isKept) => new Request(minute, isBig, tier == 0 ? "batch" : null, s_tasks[task], input, output, isKept && input > 50)).Array[100, 300];

    [Fact]
    public void RecommendAsync_AnyRequestsAnyChanges_ComeToWhatTheyComeToOneByOne() =>
        Gen.Select(s_requests, Gen.Int[1, 10], Gen.Int[500, 2_000], Gen.Int[500, 2_000]).Sample(
            (requests, accepted, input, output) => CheckAsync(requests, accepted / 10m, input / 1_000m, output / 1_000m).GetAwaiter().GetResult(), iter: 25);

    private static async Task CheckAsync(Request[] requests, decimal acceptance, decimal input, decimal output)
    {
        using var host = new ReplayHost(o =>
        {
            (o.MinimumCharges, o.MinimumDays, o.MinimumSaving, o.MinimumShare) = (1, 1, 0, 0);
            ModelAlternativeOptions one = ModelRecommenderTests.Alternative(acceptance, ("tag.task", "summary"));
            (one.InputRatio, one.OutputRatio) = (input, output);
            o.Models["m"] = one;
            o.Deferrable["d"] = new DeferrableRequestsOptions();
            o.Prompts.Tokens["p"] = 1_500;
        });
        foreach (Request request in requests)
        {
            CostAttribution attribution = new CostAttribution().WithTag("task", request.Task).WithTag("prompt", "p");
            host.Host.Tracker.TrackModel(request.Served, request.Usage, new CostTerms { EventTime = request.Time, Attribution = attribution });
        }

        RecommendationReport report = await host.JulyAsync();

        var expected = new Dictionary<string, Money>
        {
            ["cheaper-model/m"] = Saving(requests.Where(static one => one is { IsBig: true, Task: "summary" }), host, one => Otherwise(host, one, one.Served, acceptance, input, output)),
            ["batch-tier/d"] = Saving(requests.Where(static one => one.Served.Tier is null), host, one => host.Price(one.Served with { Tier = "batch" }, one.Usage)),
        };
        foreach ((string id, TimeSpan time) in new[] { ("5m", TimeSpan.FromMinutes(5)), ("1h", TimeSpan.FromHours(1)) })
        {
            foreach (string model in new[] { ReplayHost.Big, ReplayHost.Small })
            {
                expected[$"prompt-cache/p/{model}/{id}"] = Kept(requests.Where(one => one.Served.Model == model), host, time);
            }
        }

        foreach (Recommendation found in report.Recommendations)
        {
            found.Saving.Replayed.Should().Be(expected[found.Id], found.Id);
        }

        // Whatever is missing would save nothing, or is not sure to.
        foreach ((string id, Money saving) in expected.Where(one => report.Recommendations.All(found => found.Id != one.Key)))
        {
            saving.ToDecimal().Should().BeLessThan(requests.Sum(one => host.Price(one.Served, one.Usage).ToDecimal()) * 0.05m, id);
        }

        report.Plan.Recommendations.Should().OnlyHaveUniqueItems().And.NotContain(id => report.Recommendations.Single(one => one.Id == id).ConflictsWith.Intersect(report.Plan.Recommendations).Any());
    }

    private static Money Otherwise(ReplayHost host, Request one, ServedModel served, decimal acceptance, decimal input, decimal output)
    {
        // Counted by hand: prompts up, what of them was read from the cache down.
        ModelUsage usage = one.Usage with
        {
            InputTokens = (long)Math.Ceiling(one.Usage.InputTokens * input),
            CacheReadTokens = (long)Math.Floor(one.Usage.CacheReadTokens * input),
            OutputTokens = (long)Math.Ceiling(one.Usage.OutputTokens * output),
        };
        return host.Price(served with { Model = ReplayHost.Small }, usage) + Money.Of(host.Price(served, one.Usage).ToDecimal() * (1 - acceptance), Currency.Usd);
    }

    private static Money Saving(IEnumerable<Request> requests, ReplayHost host, Func<Request, Money> otherwise) =>
        requests.Aggregate(Money.Zero(Currency.Usd), (sum, one) => sum + host.Price(one.Served, one.Usage) - otherwise(one));

    private static Money Kept(IEnumerable<Request> requests, ReplayHost host, TimeSpan time)
    {
        Money saving = Money.Zero(Currency.Usd);
        var last = new Dictionary<string, DateTimeOffset>();
        foreach (Request one in requests.Where(static one => !one.IsKept && one.Usage.InputTokens >= 1_500).OrderBy(static one => one.Time))
        {
            string tier = one.Served.Tier ?? "standard";
            bool isWarm = last.TryGetValue(tier, out DateTimeOffset before) && one.Time - before < time;
            ModelUsage usage = isWarm ? one.Usage with { CacheReadTokens = 1_500 }
                : one.Usage with { CacheWriteTokens = 1_500, CacheWrite1hTokens = time > TimeSpan.FromMinutes(5) ? 1_500 : 0 };
            saving += host.Price(one.Served, one.Usage) - host.Price(one.Served, usage);
            last[tier] = one.Time;
        }

        return saving;
    }

    private sealed record Request(int Minute, bool IsBig, string? Tier, string? Task, int Input, int Output, bool IsKept)
    {
        public DateTimeOffset Time => ReplayHost.July.AddMinutes(Minute);

        public ServedModel Served => new(IsBig ? ReplayHost.Big : ReplayHost.Small) { Tier = Tier };

        public ModelUsage Usage => new() { InputTokens = Input, OutputTokens = Output, CacheReadTokens = IsKept ? 50 : 0 };
    }
}
