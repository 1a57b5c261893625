using BenchmarkDotNet.Attributes;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>What one request costs, by the published catalogue: the goal is 100 ns and 0 B.</summary>
[MemoryDiagnoser]
[MinColumn]
public class PriceBenchmarks
{
    private static readonly DateTimeOffset s_day = new(2026, 8, 20, 0, 0, 0, TimeSpan.Zero);

    private readonly PriceBook _book = new(new());
    private readonly ServedModel _plain = new("gpt-4o") { At = s_day };
    private readonly ServedModel _cached = new("claude-opus-5") { Provider = "anthropic", Geo = "us", Speed = "fast", At = s_day };
    private readonly ServedModel _long = new("gpt-5.6-sol") { Provider = "openai", Tier = "flex", At = s_day };
    private readonly ServedModel _now = new("gpt-4o");
    private readonly ModelUsage _short = new() { InputTokens = 1_000, OutputTokens = 100 };
    private readonly ModelUsage _cache = new() { InputTokens = 14_573, CacheReadTokens = 7_123, CacheWriteTokens = 7_345, OutputTokens = 6_039, ReasoningTokens = 1_000 };
    private readonly ModelUsage _large = new() { InputTokens = 300_000, CacheReadTokens = 100_000, OutputTokens = 1_000 };

    /// <summary>Input and output, no provider named.</summary>
    [Benchmark(Baseline = true)]
    public Money Plain() => _book.Price(_plain, _short).Amount;

    /// <summary>Cache reads and writes, reasoning, two multipliers.</summary>
    [Benchmark]
    public Money CacheAndMultipliers() => _book.Price(_cached, _cache).Amount;

    /// <summary>A tier's card for long context.</summary>
    [Benchmark]
    public Money TierAndContext() => _book.Price(_long, _large).Amount;

    /// <summary>Without a time: the clock is asked, too.</summary>
    [Benchmark]
    public Money Now() => _book.Price(_now, _short).Amount;

    /// <summary>A duration at the default price of API seconds.</summary>
    [Benchmark]
    public ExactMoney ApiSeconds() => _book.PriceMeter(MeterNames.ApiSeconds, TimeSpan.FromSeconds(2.4), s_day).Exact;
}
