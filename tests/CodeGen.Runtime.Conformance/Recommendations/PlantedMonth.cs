using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Recommendations;

/// <summary>
/// A month of requests of a house that generates code, in which three savings lie, or none: a model ten times too large for summaries, a nightly job that pays for answers at once, and reviews whose long prompts are
/// sent whole again and again. What each comes to is summed up while the requests are made, request by request, from the price book alone.
/// </summary>
internal sealed class PlantedMonth
{
    public const string Large = "claude-opus-5";
    public const string Small = "claude-haiku-5.5";
    public const decimal Acceptance = 0.96m;

    private const int PrefixTokens = 6_000;
    private const int Prompts = 1_000;
    private static readonly TimeSpan[] s_kept = [TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)];
    private static readonly DateTimeOffset s_begin = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_length = TimeSpan.FromDays(30);

    private readonly Random _random;
    private readonly PriceBook _prices;
    private readonly bool _saves;
    private readonly Dictionary<string, DateTimeOffset> _last = [];
    private readonly decimal[] _reviewed = new decimal[s_kept.Length];
    private decimal _summarised;
    private decimal _deferred;
    private int _reviews;

    public PlantedMonth(int seed, PriceBook prices, bool saves) => (_random, _prices, _saves) = (new Random(seed), prices, saves);

    public static DateTimeOffset End => s_begin + s_length;

    /// <summary>What the whole month came to.</summary>
    public decimal Cost { get; private set; }

    /// <summary>The truth, by the recommendation's id. For how long prompts are best kept depends on how often they come.</summary>
    public Dictionary<string, decimal> Savings => new(StringComparer.Ordinal)
    {
        ["cheaper-model/summaries"] = _summarised,
        ["batch-tier/nightly"] = _deferred,
        [$"prompt-cache/review-v7/anthropic/{Large}/{(_reviewed[0] >= _reviewed[1] ? "5m" : "1h")}"] = _reviewed.Max(),
    };

    /// <summary>What the host knows of its requests, true in either month.</summary>
    public static void Configure(CostRecommendationOptions options)
    {
        options.Models["summaries"] = new ModelAlternativeOptions
        {
            Where = { ["tag.task"] = "summary" }, FromModel = Large, FromProvider = "anthropic", Model = Small, Provider = "anthropic", Acceptance = Acceptance, Evidence = "480 of 500 summaries were as good",
        };
        options.Deferrable["nightly"] = new DeferrableRequestsOptions { Where = { ["service"] = "nightly" } };
    }

    public IEnumerable<(ServedModel Served, ModelUsage Usage, DateTimeOffset Time, CostAttribution Attribution)> Requests(int count)
    {
        for (int i = 0; i < count; i++)
        {
            // Evenly over the month, more by day than by night.
            DateTimeOffset time = s_begin + (s_length * ((i + _random.NextDouble()) / count));
            double day = Math.Sin(Math.PI * time.TimeOfDay.TotalDays);
            var (served, usage, attribution) = _random.NextDouble() switch
            {
                < 0.25 => Summary(),
                < 0.40 when day < 0.5 => Job(),
                < 0.55 => Review(),
                _ => Chat(),
            };
            served = served with { Provider = "anthropic" };
            Cost += Price(served, usage, time);
            Count(served, usage, time, attribution);
            yield return (served, usage, time, attribution);
        }
    }

    private (ServedModel, ModelUsage, CostAttribution) Summary() =>
        (new(_saves ? Large : Small), new ModelUsage { InputTokens = _random.Next(500, 4_000), OutputTokens = _random.Next(50, 400) }, new CostAttribution { Service = "docs", Project = Project() }.WithTag("task", "summary"));

    private (ServedModel, ModelUsage, CostAttribution) Job() =>
        (new(Large) { Tier = _saves ? null : "batch" }, new ModelUsage { InputTokens = _random.Next(2_000, 20_000), OutputTokens = _random.Next(500, 3_000) }, new CostAttribution { Service = "nightly", Project = Project() });

    /// <summary>In the month without savings a thousand prompts take turns, so that each comes again after hours only.</summary>
    private (ServedModel, ModelUsage, CostAttribution) Review()
    {
        string prefix = _saves ? "review-v7" : $"review-{_reviews++ % Prompts}";
        return (
            new(Large),
            new ModelUsage { InputTokens = PrefixTokens + _random.Next(200, 8_000), OutputTokens = _random.Next(100, 900) },
            new CostAttribution { Service = "review", Project = Project() }.WithTag("prompt", prefix).WithTag("prompt.tokens", "6000"));
    }

    private (ServedModel, ModelUsage, CostAttribution) Chat() =>
        (new(_random.Next(3) == 0 ? Small : Large), new ModelUsage { InputTokens = _random.Next(200, 30_000), OutputTokens = _random.Next(20, 2_000) }, new CostAttribution { Service = "chat", Project = Project() });

    private string Project() => $"p{_random.Next(40)}";

    private void Count(ServedModel served, ModelUsage usage, DateTimeOffset time, CostAttribution attribution)
    {
        if (!_saves)
        {
            return;
        }

        decimal cost = Price(served, usage, time);
        if (attribution["tag.task"] == "summary")
        {
            _summarised += cost - Price(served with { Model = Small }, usage, time) - ((1 - Acceptance) * cost);
        }
        else if (attribution.Service == "nightly")
        {
            _deferred += cost - Price(served with { Tier = "batch" }, usage, time);
        }
        else if (attribution["tag.prompt"] is { } prefix)
        {
            for (int i = 0; i < s_kept.Length; i++)
            {
                bool isWarm = _last.TryGetValue(prefix, out DateTimeOffset last) && time - last < s_kept[i];
                ModelUsage written = usage with { CacheWriteTokens = PrefixTokens, CacheWrite1hTokens = i * PrefixTokens };
                _reviewed[i] += cost - Price(served, isWarm ? usage with { CacheReadTokens = PrefixTokens } : written, time);
            }

            _last[prefix] = time;
        }
    }

    private decimal Price(ServedModel served, ModelUsage usage, DateTimeOffset time) => _prices.Price(served with { At = time }, usage).Amount.ToDecimal();
}
