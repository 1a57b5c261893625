using System.Globalization;
using System.Numerics;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Works out what each kind costs on each card. A context card takes what it lacks from the highest threshold below, and a card for hours of the day from the card without hours; then kinds take the rate of the kind
/// they fall back to on the same card; what still has none takes the standard card's.
/// </summary>
internal static class CardCompiler
{
    private const int MaxCards = 200;

    public static CardGroup[] Compile(PricePeriod period, CompiledModel model, ListPlace place)
    {
        var cards = new Dictionary<CardKey, SortedDictionary<long, decimal?[]>>();
        int count = 0;
        for (int i = 0; i < period.Cards.Count; i++)
        {
            ListPlace at = place.Of("cards", i);
            PriceCard card = period.Cards[i];
            decimal?[] rates = Rates(card, at.Of("rates"));
            long threshold = Threshold(card.When, at.Of("when"));
            foreach (CardKey key in Keys(card.When, at))
            {
                if (++count > MaxCards)
                {
                    throw place.Of("cards").Wrong(null, $"they have more than {MaxCards} conditions. Leave out what is not needed.");
                }

                if (!cards.TryGetValue(key, out var group))
                {
                    cards.Add(key, group = []);
                }

                if (!group.TryAdd(threshold, rates))
                {
                    throw at.Of("when").Wrong(null, "another card of the period has the same condition. Keep one.");
                }
            }
        }

        if (cards.Keys.FirstOrDefault(key => key.Hours is { } hours
            && cards.Keys.Any(other => other != key && other with { Hours = null } == key with { Hours = null } && other.Hours is { } others && hours.Overlaps(others))) is { Hours: not null })
        {
            throw place.Of("cards").Wrong(null, "two cards hold at the same hours of the day. End one where the other begins.");
        }

        CardGroup[] groups = [.. cards.Keys.OrderByDescending(static key => key.Rank).Select(static key => new CardGroup(key))];
        foreach (CardGroup group in groups)
        {
            long[] thresholds = [.. cards[group.Key].Keys.Where(static threshold => threshold > 0)];
            group.Set(thresholds, [.. Enumerable.Range(0, thresholds.Length + 1).Select(band => Resolve(cards, group.Key, band == 0 ? 0 : thresholds[band - 1]))]);
        }

        Fits(groups, model, place);
        return groups;
    }

    public static string Lower(string text) => text.ToLowerInvariant();

    public static DailyWindow? Hours(PriceCondition when, ListPlace place) => when.Hours is { } hours && hours.From == hours.To
        ? throw place.Of("when").Of("hours").Wrong(null, "hours of the day begin and end at different times. Leave them out for all of the day.")
        : when.Hours;

    private static decimal?[] Resolve(Dictionary<CardKey, SortedDictionary<long, decimal?[]>> cards, CardKey key, long input)
    {
        var result = new decimal?[TokenKinds.Count];
        for (int kind = 0; kind < result.Length; kind++)
        {
            TokenKind? from = (TokenKind)kind;
            while (from is { } stated && result[kind] is null)
            {
                result[kind] = Stated(cards, key, stated, input);
                from = TokenKinds.Fallback(stated);
            }
        }

        if (key != default && cards.ContainsKey(default))
        {
            decimal?[] standard = Resolve(cards, default, input);
            for (int kind = 0; kind < result.Length; kind++)
            {
                result[kind] ??= standard[kind];
            }
        }

        return result;
    }

    private static decimal? Stated(Dictionary<CardKey, SortedDictionary<long, decimal?[]>> cards, CardKey key, TokenKind kind, long input)
    {
        decimal? rate = null;
        if (cards.TryGetValue(key, out var group))
        {
            // Ascending: the highest threshold that is crossed and has the kind comes last.
            foreach ((long threshold, decimal?[] rates) in group)
            {
                rate = threshold <= input ? rates[(int)kind] ?? rate : rate;
            }
        }

        return rate ?? (key.Hours is null ? null : Stated(cards, key with { Hours = null }, kind, input));
    }

    private static decimal?[] Rates(PriceCard card, ListPlace place)
    {
        var rates = new decimal?[TokenKinds.Count];
        foreach ((TokenKind kind, decimal rate) in card.Rates)
        {
            if ((uint)kind >= TokenKinds.Count)
            {
                throw place.Wrong(null, $"{(int)kind} is no kind of token. There are {TokenKinds.AllNames}.");
            }

            rates[(int)kind] = place.Of(TokenKinds.Name(kind)).Price(rate);
        }

        return rates;
    }

    /// <summary>The least number of input tokens: more than n is n + 1 or more.</summary>
    private static long Threshold(PriceCondition when, ListPlace place)
    {
        if (when.InputTokensOver is not null && when.InputTokensAtLeast is not null)
        {
            throw place.Wrong(null, "inputTokensOver and inputTokensAtLeast are both there. Keep one.");
        }

        long threshold = when.InputTokensOver + 1 ?? when.InputTokensAtLeast ?? 0;
        return threshold is >= 0 and <= ModelUsage.MaxTokens && when.InputTokensOver is not < 0 and not long.MaxValue
            ? threshold
            : throw place.Wrong((when.InputTokensOver ?? when.InputTokensAtLeast)?.ToString(CultureInfo.InvariantCulture), $"a number of tokens is from 0 to {ModelUsage.MaxTokens}.");
    }

    private static IEnumerable<CardKey> Keys(PriceCondition when, ListPlace place)
    {
        DailyWindow? hours = Hours(when, place);
        return from tier in Any(when.Tiers)
               from speed in Any(when.Speeds)
               from geo in Any(when.Geos)
               select new CardKey(tier is "standard" or "default" ? null : tier, speed is "standard" or "default" ? null : speed, geo, hours);
    }

    private static IEnumerable<string?> Any(IReadOnlyList<string> stated) => stated.Count == 0 ? new string?[] { null } : stated.Select<string, string?>(Lower);

    /// <summary>Whatever multipliers apply together, a rate and the sum over 2⁵⁰ tokens have room. Those of one signature exclude each other.</summary>
    private static void Fits(CardGroup[] groups, CompiledModel model, ListPlace place)
    {
        decimal[] rates = [.. groups.SelectMany(static group => group.Bands).SelectMany(static band => band).OfType<decimal>()];
        if (rates.Length == 0)
        {
            return;
        }

        int scale = Math.Max(rates.Max(static rate => Fraction.Parts(rate).Scale) - 6, 0);
        BigInteger most = (Int128)(rates.Max() * 1_000_000) + 1;
        foreach (var alike in model.Multipliers.GroupBy(static multiplier => multiplier.Signature))
        {
            scale += alike.Max(static multiplier => Fraction.Parts(multiplier.Factor).Scale);
            most *= (Int128)Math.Ceiling(alike.Max(static multiplier => Math.Max(multiplier.Factor, 1)));
        }

        if (scale > EffectivePrice.MaxScale || most * BigInteger.Pow(10, scale) > long.MaxValue)
        {
            throw place.Of("cards").Wrong(null, "their prices and the multipliers together have more digits than can be counted exactly. Use fewer decimals.");
        }
    }
}
