using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Which card prices a request, and what a card takes from where.</summary>
public sealed class CardTests
{
    private const int Million = 1_000_000;

    private const string Context = """
        [{"when":{},"rates":{"input":"1","output":"10","cacheRead":"0.1"}},
         {"when":{"inputTokensOver":1000},"rates":{"input":"2"}},
         {"when":{"inputTokensAtLeast":2000},"rates":{"output":"20"}}]
        """;

    private const string Tiers = """
        [{"when":{},"rates":{"input":"4","output":"40","cacheRead":"1","cacheWrite":"5"}},
         {"when":{"tier":"batch"},"rates":{"input":"2","output":"20"}},
         {"when":{"tier":"priority"},"rates":{"input":"8"}},
         {"when":{"tier":"batch","inputTokensOver":1000},"rates":{"input":"3"}},
         {"when":{"speed":"fast"},"rates":{"input":"100","output":"1000"}}]
        """;

    [Theory]
    [InlineData(1_000, "0.001")]
    [InlineData(1_001, "0.002002")]
    [InlineData(1_999, "0.003998")]
    [InlineData(2_000, "0.004")]
    public void Context_Thresholds_StrictOrInclusive(long input, string expected) => Check(Lists.Book(Context), new() { InputTokens = input }, null, expected);

    [Theory]
    [InlineData(1_500, "0.01")]
    [InlineData(1_999, "0.01")]
    [InlineData(2_000, "0.02")]
    public void Context_EachKind_HighestThresholdThatHasIt(long input, string expectedOutput)
    {
        PriceBook book = Lists.Book(Context);

        decimal output = book.Cost(new() { InputTokens = input, OutputTokens = 1_000 }) - book.Cost(new() { InputTokens = input });

        output.Should().Be(Number(expectedOutput));
    }

    [Fact]
    public void Context_MissingKind_FromTheCardBelow() =>
        Check(Lists.Book(Context), new() { InputTokens = 1_500, CacheReadTokens = 1_500 }, null, "0.00015");

    [Theory]
    [InlineData("batch", Million, 0, 0, "3")]
    [InlineData("BATCH", 1_000, 0, 0, "0.002")]
    [InlineData("batch", 1_000, 1_000, 0, "0.002")]
    [InlineData("batch", 1_000, 0, 1_000, "0.022")]
    [InlineData("priority", 1_000, 0, 1_000, "0.048")]
    [InlineData("flex", 1_000, 0, 1_000, "0.044")]
    [InlineData("standard", 1_000, 0, 1_000, "0.044")]
    public void Tier_OwnCard_FallsBackOnItselfFirst(string tier, long input, long cacheRead, long output, string expected) =>
        Check(Lists.Book(Tiers), new() { InputTokens = input, CacheReadTokens = cacheRead, OutputTokens = output }, s => s with { Tier = tier }, expected);

    [Theory]
    [InlineData("batch", "fast", "0.002")]
    [InlineData("flex", "fast", "0.1")]
    public void TierAndSpeed_BothHaveACard_TheTiersWins(string tier, string speed, string expected) =>
        Check(Lists.Book(Tiers), new() { InputTokens = 1_000 }, s => s with { Tier = tier, Speed = speed }, expected);

    [Theory]
    [InlineData(null, null, null, "0.001")]
    [InlineData("us", null, null, "0.0011")]
    [InlineData("eu", null, null, "0.0011")]
    [InlineData("jp", null, null, "0.001")]
    [InlineData("us", "batch", null, "0.00055")]
    [InlineData("us", "batch", "fast", "0.0033")]
    [InlineData(null, null, "fast", "0.006")]
    public void Multipliers_Compose_AndACardBeatsThem(string? geo, string? tier, string? speed, string expected)
    {
        const string cards = """[{"when":{},"rates":{"input":"1"}},{"when":{"speed":"fast"},"rates":{"input":"6"}}]""";
        const string more = """
            ,"multipliers":[{"when":{"geo":["us","eu"]},"factor":"1.1","appliesTo":"allTokenRates"},{"when":{"tier":"batch"},"factor":"0.5"},{"when":{"speed":"fast"},"factor":"9"}]
            """;
        Check(Lists.Book(cards, more), new() { InputTokens = 1_000 }, s => s with { Geo = geo, Tier = tier, Speed = speed }, expected);
    }

    [Theory]
    [InlineData("16:29:59", "0.001")]
    [InlineData("16:30:00", "0.0005")]
    [InlineData("23:59:59", "0.0005")]
    [InlineData("00:00:00", "0.0005")]
    [InlineData("00:29:59", "0.0005")]
    [InlineData("00:30:00", "0.001")]
    public void Hours_OverMidnight_FromInclusiveToExclusive(string time, string expected)
    {
        PriceBook book = Lists.Book("""[{"when":{},"rates":{"input":"1","cacheRead":"0.1"}},{"when":{"hours":"16:30-00:30"},"rates":{"input":"0.5"}}]""");
        DateTimeOffset at = Lists.Day + TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

        Check(book, new() { InputTokens = 1_000 }, s => s with { At = at }, expected);
        Check(book, new() { InputTokens = 1_000 }, s => s with { At = at.ToOffset(TimeSpan.FromHours(8)) }, expected);
        Check(book, new() { InputTokens = 1_000, CacheReadTokens = 1_000 }, s => s with { At = at }, "0.0001");
    }

    [Theory]
    [InlineData("2026-01-31T23:59:59Z", null)]
    [InlineData("2026-02-01T00:00:00Z", "0.001")]
    [InlineData("2026-02-28T23:59:59Z", "0.001")]
    [InlineData("2026-03-01T00:00:00Z", "0.002")]
    [InlineData("2026-04-01T12:00:00Z", null)]
    [InlineData("2026-04-02T00:00:00Z", "0.003")]
    public void Periods_FromInclusiveToExclusive_AGapHasNoPrice(string time, string? expected)
    {
        PriceBook book = Lists.Book(
            Lists.Parse("""
                {"models":[{"id":"m","prices":[
                    {"from":"2026-04-02","to":null,"cards":[{"rates":{"input":"3"}}]},
                    {"from":"2026-02-01","to":"2026-03-01","cards":[{"rates":{"input":"1"}}]},
                    {"from":"2026-03-01","to":"2026-04-01","cards":[{"rates":{"input":"2"}}]}]}]}
                """),
            UnknownModelPolicy.Unpriced);
        DateTimeOffset at = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

        PricedUsage priced = book.Price(new("m") { At = at }, new() { InputTokens = 1_000 });

        priced.ToString().Should().Be(expected is null ? "unpriced" : $"{expected} USD");
    }

    [Fact]
    public void Kinds_WithoutRates_TakeTheOneTheyFallBackTo()
    {
        PriceBook book = Lists.Book("""[{"rates":{"input":"1","cacheRead":"2","cacheWrite":"3","output":"4"}}]""");

        Check(book, new() { InputTokens = Million, CacheWriteTokens = Million, CacheWrite1hTokens = Million }, null, "3");
        Check(book, new() { InputTokens = Million, AudioInputTokens = Million }, null, "1");
        Check(book, new() { InputTokens = Million, AudioInputTokens = Million, CacheReadTokens = Million, AudioCacheReadTokens = Million }, null, "2");
        Check(book, new() { InputTokens = Million, VideoInputTokens = Million }, null, "1");
        Check(book, new() { OutputTokens = 2 * Million, ReasoningTokens = Million, CitationTokens = Million }, null, "8");
    }

    [Fact]
    public void Price_ManyRequests_IsNotThatOfTheirSum()
    {
        PriceBook book = Lists.Book(Context);

        decimal apart = book.Cost(new() { InputTokens = 600 }) + book.Cost(new() { InputTokens = 600 });

        book.Cost(new() { InputTokens = 1_200 }).Should().Be(2 * apart);
    }

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static void Check(PriceBook book, ModelUsage usage, Func<ServedModel, ServedModel>? served, string expected) => book.Cost(usage, served).Should().Be(Number(expected));
}
