using System.Buffers;
using FluentAssertions;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Distributed;

public sealed class TieredDistributedCacheTests : IAsyncDisposable
{
    private static readonly byte[] Value = [1, 2, 3];
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ServiceProvider _services;

    public TieredDistributedCacheTests()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddTieredCache(o => o.TimeToLive = TimeSpan.FromMinutes(1)).AsDistributedCache();
        _services = services.BuildServiceProvider();
    }

    private IBufferDistributedCache Cache => _services.GetRequiredService<IBufferDistributedCache>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public void Registration_BothInterfacesAreOneCache() =>
        _services.GetRequiredService<IDistributedCache>().Should().BeSameAs(_services.GetRequiredService<IBufferDistributedCache>());

    [Fact]
    public async Task Get_WhatWasSet_BothWays()
    {
        Cache.Get("k").Should().BeNull();
        Cache.Set("k", Value, new DistributedCacheEntryOptions());
        Cache.Get("k").Should().Equal(Value);
        (await Cache.GetAsync("k")).Should().Equal(Value);
        await Cache.SetAsync("k", [], new DistributedCacheEntryOptions());
        Cache.Get("k").Should().BeEmpty();
        Cache.Remove("k");
        (await Cache.GetAsync("k")).Should().BeNull();
        Cache.Set("k", Value, new DistributedCacheEntryOptions());
        await Cache.RemoveAsync("k");
        Cache.Get("k").Should().BeNull();
    }

    [Fact]
    public async Task Arrays_AreTheCallersOwn()
    {
        byte[] given = [1, 2, 3];
        await Cache.SetAsync("k", given, new DistributedCacheEntryOptions());
        given[0] = 9;
        byte[] got = (await Cache.GetAsync("k"))!;
        got.Should().Equal(1, 2, 3);
        got[0] = 8;
        (await Cache.GetAsync("k")).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task Buffers_LargeAndFragmented_AreWhole()
    {
        var random = new Random(3);
        var bytes = new byte[300_000];
        random.NextBytes(bytes);
        await Cache.SetAsync("k", Fragmented(bytes, 1_000), new DistributedCacheEntryOptions());
        var writer = new ArrayBufferWriter<byte>();
        Cache.TryGet("k", writer).Should().BeTrue();
        writer.WrittenSpan.ToArray().Should().Equal(bytes);
        writer.Clear();
        (await Cache.TryGetAsync("none", writer)).Should().BeFalse();
        writer.WrittenCount.Should().Be(0);
        Cache.Set("s", Fragmented(bytes, 7_777), new DistributedCacheEntryOptions());
        (await Cache.GetAsync("s")).Should().Equal(bytes);
    }

    [Fact]
    public void Absolute_AtItsMoment_EndsTheEntry()
    {
        Cache.Set("k", Value, new DistributedCacheEntryOptions { AbsoluteExpiration = _time.GetUtcNow() + TimeSpan.FromMinutes(30) });
        _time.Advance(TimeSpan.FromMinutes(29.9));
        Cache.Get("k").Should().Equal(Value);
        _time.Advance(TimeSpan.FromMinutes(0.2));
        Cache.Get("k").Should().BeNull();
    }

    [Fact]
    public void Relative_AndTheSoonerOfBoth_EndTheEntry()
    {
        Cache.Set("r", Value, new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(5) });
        Cache.Set("b", Value, new DistributedCacheEntryOptions
        {
            AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(5),
            AbsoluteExpiration = _time.GetUtcNow() + TimeSpan.FromMinutes(2),
        });
        _time.Advance(TimeSpan.FromMinutes(3));
        Cache.Get("r").Should().Equal(Value);
        Cache.Get("b").Should().BeNull();
        _time.Advance(TimeSpan.FromMinutes(2));
        Cache.Get("r").Should().BeNull();
    }

    [Fact]
    public void Sliding_GetAndRefresh_KeepTheEntry()
    {
        Cache.Set("k", Value, new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(10) });
        for (int i = 0; i < 5; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(9));
            Cache.Refresh("k");
            _time.Advance(TimeSpan.FromMinutes(9));
            Cache.Get("k").Should().Equal(Value);
        }

        _time.Advance(TimeSpan.FromMinutes(10));
        Cache.Get("k").Should().BeNull();
        Cache.Refresh("k");
        Cache.Get("k").Should().BeNull("refreshing what is over revives nothing");
    }

    [Fact]
    public void Sliding_WithAnAbsoluteEnd_EndsThereAtTheLatest()
    {
        Cache.Set("k", Value, new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(10), AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(15) });
        _time.Advance(TimeSpan.FromMinutes(9));
        Cache.Get("k").Should().Equal(Value);
        _time.Advance(TimeSpan.FromMinutes(6));
        Cache.Get("k").Should().BeNull();
    }

    [Fact]
    public void Nothing_SaidOfItsLife_LivesAsLongAsEntriesMay()
    {
        Cache.Set("k", Value, new DistributedCacheEntryOptions());
        _time.Advance(TieredCacheOptions.DefaultMaxEntryLifetime - TimeSpan.FromMinutes(1));
        Cache.Get("k").Should().Equal(Value);
        _time.Advance(TimeSpan.FromMinutes(2));
        Cache.Get("k").Should().BeNull();
    }

    [Fact]
    public async Task Arguments_OfNoUse_AreRefused()
    {
        var options = new DistributedCacheEntryOptions();
        FluentActions.Invoking(() => Cache.Get(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => Cache.Set("k", null!, options)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => Cache.Set("k", Value, null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => Cache.Remove(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => Cache.Refresh(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => Cache.TryGet("k", null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => Cache.Get(string.Empty)).Should().Throw<ArgumentException>();
        Func<Task> past = () => Cache.SetAsync("k", Value, new DistributedCacheEntryOptions { AbsoluteExpiration = _time.GetUtcNow() });
        await past.Should().ThrowAsync<ArgumentOutOfRangeException>().WithMessage("*must be in the future*");
        Cache.Get("k").Should().BeNull();
    }

    [Fact]
    public async Task Entries_AreNotThoseOfPlainKeys()
    {
        await Cache.SetAsync("k", Value, new DistributedCacheEntryOptions());
        (await _services.GetRequiredService<ITieredCache>().TryGetAsync<byte[]>("k")).HasValue.Should().BeFalse();
    }

    private static ReadOnlySequence<byte> Fragmented(byte[] bytes, int length)
    {
        Fragment? first = null;
        Fragment? last = null;
        foreach (byte[] chunk in bytes.Chunk(length))
        {
            last = new Fragment(chunk, last);
            first ??= last;
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }

    private sealed class Fragment : ReadOnlySequenceSegment<byte>
    {
        public Fragment(byte[] bytes, Fragment? before)
        {
            Memory = bytes;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}
