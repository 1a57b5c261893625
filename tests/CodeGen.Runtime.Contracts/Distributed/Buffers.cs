using System.Buffers;
using FluentAssertions;
using Microsoft.Extensions.Caching.Distributed;
using static CodeGen.Runtime.Contracts.Distributed.DistributedSteps;

namespace CodeGen.Runtime.Contracts.Distributed;

/// <summary><see cref="IBufferDistributedCache"/>.</summary>
internal static class Buffers
{
    [ContractCase("a value is written to the buffer of the caller", NeedsServer = true)]
    public static async Task Write(Rig rig)
    {
        IBufferDistributedCache cache = await rig.BufferNodeAsync();
        await cache.SetAsync("k", Value);
        var buffer = new ArrayBufferWriter<byte>();
        (await cache.TryGetAsync("k", buffer)).Should().BeTrue();
        buffer.WrittenSpan.ToArray().Should().Equal(Value);
        var second = new ArrayBufferWriter<byte>();
        cache.TryGet("k", second).Should().BeTrue();
        second.WrittenSpan.ToArray().Should().Equal(Value);
    }

    [ContractCase("what is not there writes nothing", NeedsServer = true)]
    public static async Task WriteNothing(Rig rig)
    {
        IBufferDistributedCache cache = await rig.BufferNodeAsync();
        var buffer = new ArrayBufferWriter<byte>();
        (await cache.TryGetAsync("k", buffer)).Should().BeFalse();
        cache.TryGet("k", buffer).Should().BeFalse();
        buffer.WrittenCount.Should().Be(0);
    }

    [ContractCase("no bytes are found, and are no miss", NeedsServer = true)]
    public static async Task WriteEmpty(Rig rig)
    {
        IBufferDistributedCache cache = await rig.BufferNodeAsync();
        await cache.SetAsync("k", ReadOnlySequence<byte>.Empty, For(TimeSpan.FromMinutes(1)));
        var buffer = new ArrayBufferWriter<byte>();
        (await cache.TryGetAsync("k", buffer)).Should().BeTrue();
        buffer.WrittenCount.Should().Be(0);
    }

    [ContractCase("a sequence in pieces is stored whole", NeedsServer = true)]
    public static async Task Pieces(Rig rig)
    {
        IBufferDistributedCache cache = await rig.BufferNodeAsync();
        await cache.SetAsync("k", Fragments.Of([1, 2], [], [3], [4, 5, 6]), For(TimeSpan.FromMinutes(1)));
        (await cache.GetAsync("k")).Should().Equal(1, 2, 3, 4, 5, 6);
        cache.Set("k2", Fragments.Of([1], [2]), For(TimeSpan.FromMinutes(1)));
        cache.Get("k2").Should().Equal(1, 2);
    }

    [ContractCase("a large sequence in many pieces is stored whole", NeedsServer = true)]
    public static async Task ManyPieces(Rig rig)
    {
        IBufferDistributedCache cache = await rig.BufferNodeAsync();
        byte[][] pieces = [.. Enumerable.Range(0, 700).Select(i => Enumerable.Repeat((byte)i, (i * 37 % 4_000) + 1).ToArray())];
        await cache.SetAsync("k", Fragments.Of(pieces), For(TimeSpan.FromMinutes(1)));
        (await cache.GetAsync("k")).AsSpan().SequenceEqual(pieces.SelectMany(p => p).ToArray()).Should().BeTrue();
    }

    [ContractCase("the caller may use its buffer again after Set", NeedsServer = true)]
    public static async Task BufferIsCopied(Rig rig)
    {
        IBufferDistributedCache cache = await rig.BufferNodeAsync();
        byte[] mine = [1, 2, 3];
        await cache.SetAsync("k", new ReadOnlySequence<byte>(mine), For(TimeSpan.FromMinutes(1)));
        mine.AsSpan().Fill(9);
        (await cache.GetAsync("k")).Should().Equal(Value);
    }

    [ContractCase("five megabytes fit into buffers that grow", NeedsServer = true)]
    public static async Task Large(Rig rig)
    {
        IBufferDistributedCache cache = await rig.BufferNodeAsync();
        var bytes = new byte[5 << 20];
        new Random(7).NextBytes(bytes);
        await cache.SetAsync("k", new ReadOnlySequence<byte>(bytes), For(TimeSpan.FromMinutes(1)));
        var buffer = new ArrayBufferWriter<byte>();
        (await cache.TryGetAsync("k", buffer)).Should().BeTrue();
        buffer.WrittenSpan.SequenceEqual(bytes).Should().BeTrue();
    }

    [ContractCase("values set as arrays and as sequences are the same values", NeedsServer = true)]
    public static async Task SameValues(Rig rig)
    {
        IBufferDistributedCache cache = await rig.BufferNodeAsync();
        await cache.SetAsync("a", Value, For(TimeSpan.FromMinutes(1)));
        await cache.SetAsync("b", new ReadOnlySequence<byte>(Value), For(TimeSpan.FromMinutes(1)));
        (await cache.GetAsync("a")).Should().Equal(await cache.GetAsync("b"));
    }
}
