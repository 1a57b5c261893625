using System.Globalization;
using System.Text.Json.Nodes;

namespace CodeGen.Runtime.Costs;

/// <summary>The provider's prompt cache for beginnings that many prompts share: which request would have found it warm is replayed from the times of the requests.</summary>
internal sealed class PromptCacheRecommender(CostRecommendationOptions options) : ICostRecommender
{
    public string Name => "prompt-cache";

    public string Needs => $"Attribute requests with the tags '{options.Prompts.Tag}', naming what their prompts begin with, and '{options.Prompts.TokensTag}', saying how many tokens that has.";

    public ICostReplay Begin(RecommendationContext context) => new Replay(options.Prompts, context);

    private sealed class Replay(PromptPrefixOptions options, RecommendationContext context) : ICostReplay
    {
        private static readonly TimeSpan[] s_times = [TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)];

        /// <summary>Each candidate is replayed over all requests, so only those are whose beginnings were sent most.</summary>
        private const int MostCandidates = 32;

        private readonly string _tag = CostDimension.TagPrefix + options.Tag;
        private readonly string _tokensTag = CostDimension.TagPrefix + options.TokensTag;
        private readonly Dictionary<(string Prefix, string Model, string? Provider), (long Tokens, long Requests)> _seen = [];

        public void Observe(in ReplayedCharge charge)
        {
            if (!charge.IsReproduced || charge.Record.Attribution[_tag] is not { } prefix || prefix == CardinalityLimiter.Other)
            {
                return;
            }

            CostUse use = charge.Record.Use;
            ModelUsage usage = use.Usage!.Value;
            if (usage.CacheReadTokens > 0 || usage.CacheWriteTokens > 0 || TokensOf(prefix, charge.Record.Attribution) is not { } tokens || tokens < options.MinimumTokens)
            {
                return;
            }

            (string, string, string?) key = (prefix, use.Served!.Value.Model, use.Served.Value.Provider);
            (long least, long requests) = _seen.GetValueOrDefault(key, (long.MaxValue, 0));
            _seen[key] = (Math.Min(least, tokens), requests + 1);
        }

        public IEnumerable<RecommendationDraft> Complete() =>
            from seen in _seen.OrderByDescending(static seen => (Int128)seen.Value.Tokens * seen.Value.Requests).ThenBy(static seen => seen.Key.Prefix, StringComparer.Ordinal).Take(MostCandidates)
            from time in s_times
            where HasPrice(seen.Key.Model, seen.Key.Provider, time)
            select Draft(seen.Key, seen.Value.Tokens, time);

        private long? TokensOf(string prefix, CostAttribution attribution) =>
            options.Tokens.TryGetValue(prefix, out long stated) ? stated
            : long.TryParse(attribution[_tokensTag], NumberStyles.None, CultureInfo.InvariantCulture, out long tagged) ? tagged
            : null;

        /// <summary>Whether reading is cheaper than the prompt, and an hour has a price of its own: else one would be proposed that there is not.</summary>
        private bool HasPrice(string model, string? provider, TimeSpan time)
        {
            var served = new ServedModel(model) { Provider = provider, At = context.Until.AddTicks(-1) };
            decimal? plain = PerMillion(served, new ModelUsage { InputTokens = 1 });
            decimal? read = PerMillion(served, new ModelUsage { InputTokens = 1, CacheReadTokens = 1 });
            decimal? brief = PerMillion(served, new ModelUsage { InputTokens = 1, CacheWriteTokens = 1 });
            decimal? hour = PerMillion(served, new ModelUsage { InputTokens = 1, CacheWriteTokens = 1, CacheWrite1hTokens = 1 });
            return read < plain && (time == s_times[0] ? brief is not null : hour > brief);
        }

        private decimal? PerMillion(in ServedModel served, in ModelUsage usage)
        {
            PricedUsage priced = context.Prices.Price(served, usage, UnknownModelPolicy.Unpriced);
            Span<ChargeLine> lines = new ChargeLine[PricedUsage.MaxLines];
            return priced.IsPriced && priced.CopyLinesTo(lines) == 1 ? lines[0].UnitPrice : null;
        }

        private RecommendationDraft Draft((string Prefix, string Model, string? Provider) key, long tokens, TimeSpan time) => new()
        {
            Subject = $"{key.Prefix}/{(key.Provider is null ? string.Empty : $"{key.Provider}/")}{key.Model}/{Name(time)}",
            Title = $"Let {key.Model} keep the beginning '{key.Prefix}' of prompts for {(time < s_times[1] ? "5 minutes" : "an hour")}",
            Change = new CallChange { FromModel = key.Model, FromProvider = key.Provider, Prefix = new PromptPrefix(options.Tag, key.Prefix, tokens, time) },
            Evidence = [new("tokens of the beginning", tokens.ToString("N0", CultureInfo.InvariantCulture))],
            Assumptions = ["The beginning is the same, token for token, in all of these requests.", "A request finds what the one before it wrote, however soon it comes."],
            Configuration = RequestSnippet.Text(new JsonObject { ["cache_control"] = new JsonObject { ["type"] = "ephemeral", ["ttl"] = Name(time) } }),
        };

        private static string Name(TimeSpan time) => time < s_times[1] ? "5m" : "1h";
    }
}
