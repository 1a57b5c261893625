using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Keys;

/// <summary>A hit makes no text of its key, whatever the key is made of.</summary>
[SuppressMessage("Reliability", "CA2012", Justification = "A hit is complete when it returns.")]
public sealed class TypedHitAllocationTests
{
    private const int Times = 1_000;

    /// <summary>In bytes for each hit. Debug builds box values where the JIT would not; in release builds, which this project runs optimised from the start, nothing is left.</summary>
    private static readonly long s_boxes =
        typeof(CacheKeyWriter).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true } ? 256 : 0;

    [Fact]
    public async Task Hit_KeyOfTexts_AllocatesNothing() =>
        (await AllocatedAsync(new GenerationKey("p:42", "a.cs", "9f3"))).Should().OnlyContain(static bytes => bytes == 0);

    [Fact]
    public async Task Hit_LongKey_AllocatesNothing() =>
        (await AllocatedAsync(new GenerationKey(new string('p', 300), "a.cs", "9f3"))).Should().OnlyContain(static bytes => bytes == 0);

    [Fact]
    public async Task Hit_KeyOfTextNumberEnumAndGuid_AllocatesNothing() =>
        (await AllocatedAsync(new UsualKey("a.cs", int.MinValue, Flavour.Salted, Guid.AllBitsSet))).Should().OnlyContain(bytes => bytes <= s_boxes);

    [Fact]
    public async Task Hit_KeyOfOtherValues_AllocatesNothing() =>
        (await AllocatedAsync(new ValuesKey(long.MinValue, true, (Flavour)9, Guid.Empty, 1.50m, -0.0, 'x'))).Should().OnlyContain(bytes => bytes <= s_boxes);

    [Fact]
    public async Task Hit_KeyOfTimes_AllocatesNothing()
    {
        DateTime noon = new(2026, 3, 4, 12, 0, 0, DateTimeKind.Utc);
        var key = new TimesKey(noon, noon, DateOnly.FromDateTime(noon), TimeOnly.FromDateTime(noon), TimeSpan.FromTicks(7), null);
        (await AllocatedAsync(key)).Should().OnlyContain(bytes => bytes <= s_boxes);
    }

    [Fact]
    public async Task Hit_PlainKey_AllocatesNothing()
    {
        await using ServiceProvider services = new ServiceCollection().AddTieredCache().Services.BuildServiceProvider();
        ITieredCache cache = services.GetRequiredService<ITieredCache>();
        await cache.SetAsync("plain", "value");
        PerCall(() => cache.GetOrCreateAsync("plain", 0, static (_, _, _) => ValueTask.FromResult("made")).Result).Should().Be(0);
        PerCall(() => cache.TryGetAsync<string>("plain").Result.Value!).Should().Be(0);
    }

    /// <summary>Bytes for each call of the factory with a context of its own, the factory with a state, and the look-up.</summary>
    private static async Task<double[]> AllocatedAsync<TKey>(TKey key)
        where TKey : struct, ICacheKey<TKey>
    {
        await using ServiceProvider services = new ServiceCollection().AddTieredCache().Services.BuildServiceProvider();
        CacheRegion<TKey, string> region = services.GetRequiredService<ITieredCache>().Region<TKey, string>();
        await region.SetAsync(key, "value");
        return
        [
            PerCall(() => region.GetOrCreateAsync(key, static (_, _, _) => ValueTask.FromResult("made")).Result),
            PerCall(() => region.GetOrCreateAsync(key, 0, static (_, _, _, _) => ValueTask.FromResult("made")).Result),
            PerCall(() => region.TryGetAsync(key).Result.Value!),
        ];
    }

    private static double PerCall(Func<string> hit)
    {
        for (int i = 0; i < 10; i++)
        {
            hit().Should().Be("value");
        }

        int length = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Times; i++)
        {
            length += hit().Length;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        length.Should().Be("value".Length * Times, "everything was found");
        return (double)allocated / Times;
    }
}
