using FluentAssertions;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Hybrid;

public sealed class TieredHybridCacheTests : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private int _runs;

    public TieredHybridCacheTests()
    {
        var services = new ServiceCollection();
        services.AddTieredCache().AsHybridCache();
        _services = services.BuildServiceProvider();
    }

    private HybridCache Cache => _services.GetRequiredService<HybridCache>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public async Task GetOrCreate_MutableType_EveryCallerHasAnInstanceOfItsOwn()
    {
        List<int> first = await Cache.GetOrCreateAsync("k", _ => new ValueTask<List<int>>([++_runs]));
        first.Add(9);
        List<int> second = await Cache.GetOrCreateAsync("k", _ => new ValueTask<List<int>>([++_runs]));

        second.Should().Equal(1);
    }

    [Fact]
    public async Task GetOrCreate_String_CallersShareTheInstance()
    {
        string first = await Cache.GetOrCreateAsync("k", _ => new ValueTask<string>($"value {++_runs}"));

        (await Cache.GetOrCreateAsync("k", _ => new ValueTask<string>("other"))).Should().BeSameAs(first);
    }

    [Fact]
    public async Task GetOrCreate_KeyThatCannotBeCached_RunsTheFactoryEachTime()
    {
        // Not as a theory's data, which travels as UTF-8: an unpaired surrogate would become another character.
        foreach (string? key in new[] { null, "", " ", "a\0b", "a\ud800b", new string('x', TieredCacheOptions.DefaultMaxKeyLength + 1) })
        {
            _runs = 0;
            await Cache.SetAsync(key!, 7);
            await Cache.GetOrCreateAsync(key!, _ => new ValueTask<int>(++_runs));

            (await Cache.GetOrCreateAsync(key!, _ => new ValueTask<int>(++_runs))).Should().Be(2, "the key of {0} characters is passed by", key?.Length);
        }
    }

    [Theory]
    [InlineData("t")]
    [InlineData("*")]
    public async Task RemoveByTag_EntryOfThatTagOrAll_IsMadeAnew(string tag)
    {
        await Cache.GetOrCreateAsync("k", _ => new ValueTask<int>(++_runs), tags: ["t"]);
        await Cache.RemoveByTagAsync(tag);

        (await Cache.GetOrCreateAsync("k", _ => new ValueTask<int>(++_runs))).Should().Be(2);
    }

    [Fact]
    public async Task InvalidateTag_OfTheCacheBehind_KillsTheEntry()
    {
        await Cache.SetAsync("k", 5, tags: ["t"]);
        await _services.GetRequiredService<ITieredCache>().InvalidateTagAsync("t");

        (await Cache.GetOrCreateAsync("k", _ => new ValueTask<int>(++_runs))).Should().Be(1);
    }

    [Theory]
    [InlineData(HybridCacheEntryFlags.DisableLocalCacheRead, 8)]
    [InlineData(HybridCacheEntryFlags.DisableUnderlyingData, 7)]
    public async Task GetOrCreate_Flags_LeaveOutWhatTheySay(HybridCacheEntryFlags flags, int expected)
    {
        await Cache.SetAsync("k", 7);

        (await Cache.GetOrCreateAsync("k", _ => new ValueTask<int>(8), new() { Flags = flags })).Should().Be(expected);
    }

    [Fact]
    public async Task GetOrCreate_LocalWriteDisabled_StoresNothing()
    {
        var options = new HybridCacheEntryOptions { Flags = HybridCacheEntryFlags.DisableLocalCacheWrite };
        await Cache.GetOrCreateAsync("k", _ => new ValueTask<int>(++_runs), options);

        (await Cache.GetOrCreateAsync("k", _ => new ValueTask<int>(++_runs))).Should().Be(2);
    }
}
