using System.Diagnostics.CodeAnalysis;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Keys;

/// <summary>A hit makes no text of its key, whatever the key is made of.</summary>
public sealed class TypedHitAllocationTests
{
    private static readonly ValuesKey s_values = new(long.MinValue, true, Flavour.Plain, Guid.Empty, 1.50m, 0.1, 'x');

    [Fact]
    public async Task Hit_KeyOfTexts_AllocatesNothing() => await HitsAllocateNothingAsync(new GenerationKey("p:42", "a.cs", "9f3"));

    [Fact]
    public async Task Hit_LongKey_AllocatesNothing() => await HitsAllocateNothingAsync(new GenerationKey(new string('p', 300), "a.cs", "9f3"));

    [Fact]
    public async Task Hit_KeyOfValues_IsFoundByEveryCall()
    {
        await using ServiceProvider services = new ServiceCollection().AddTieredCache().Services.BuildServiceProvider();
        CacheRegion<ValuesKey, string> region = services.GetRequiredService<ITieredCache>().Region<ValuesKey, string>();
        (await region.GetOrCreateAsync(s_values, static (_, _, _) => ValueTask.FromResult("made"))).Should().Be("made");
        (await region.GetOrCreateAsync(s_values, 1, static (_, _, _, _) => ValueTask.FromResult("again"))).Should().Be("made");
        (await region.TryGetAsync(s_values)).Should().Be(new CacheResult<string>(true, "made", CacheTier.Local, CacheMissReason.None));
    }

    private static async Task HitsAllocateNothingAsync(GenerationKey key)
    {
        await using ServiceProvider services = new ServiceCollection().AddTieredCache().Services.BuildServiceProvider();
        ITieredCache cache = services.GetRequiredService<ITieredCache>();
        CacheRegion<GenerationKey, string> region = cache.Region<GenerationKey, string>();
        await region.SetAsync(key, "typed");
        await cache.SetAsync("plain", "plain");
        Hit(cache, region, key, 10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int length = Hit(cache, region, key, 1_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
        length.Should().Be(15_000, "everything was found");
    }

    [SuppressMessage("Reliability", "CA2012", Justification = "A hit is complete when it returns.")]
    private static int Hit(ITieredCache cache, CacheRegion<GenerationKey, string> region, GenerationKey key, int times)
    {
        int length = 0;
        for (int i = 0; i < times; i++)
        {
            ValueTask<string> typed = region.GetOrCreateAsync(key, 0, static (_, _, _, _) => ValueTask.FromResult("made"));
            ValueTask<CacheResult<string>> looked = region.TryGetAsync(key);
            ValueTask<string> plain = cache.GetOrCreateAsync("plain", 0, static (_, _, _) => ValueTask.FromResult("made"));
            length += typed.Result.Length + looked.Result.Value!.Length + plain.Result.Length;
        }

        return length;
    }
}
