using System.Buffers.Binary;
using System.Text;
using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>Whatever lies in Redis under an entry's key: a counted miss that the factory heals, never an exception.</summary>
[Collection(ServersCollection.Name)]
public sealed class HostileFrameTests(ServersFixture servers)
{
    private static readonly GenerationKey s_key = GenerationKey.Sample;

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Read_DamagedFrame_IsACountedMissThatTheFactoryHeals(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using RawData raw = await RawData.ConnectAsync(server);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode reader = await HookedNode.StartAsync(server, ns);
        await using HookedNode fresh = await HookedNode.StartAsync(server, ns);
        int i = 0;
        foreach ((string what, byte[] frame) in Damaged(reader.Position))
        {
            // A key of its own each, so that nothing is in local memory yet.
            GenerationKey key = s_key with { Requirement = $"h{i++}" };
            await raw.Database.StringSetAsync(RawData.KeyOf(ns, key), frame, TimeSpan.FromMinutes(1));
            using var corrupt = reader.Counter(CachingDiagnostics.Corrupt);

            CacheResult<string> read = await reader.Generations().TryGetAsync(key);
            read.HasValue.Should().BeFalse(what);
            read.MissReason.Should().Be(CacheMissReason.Corrupt, what);
            corrupt.GetMeasurementSnapshot().Sum(static m => m.Value).Should().Be(1, what);
            (await reader.Generations().GetOrCreateAsync(key, new CountingFactory(what).RunAsync)).Should().Be($"{what} 1");
            (await fresh.Generations().TryGetAsync(key)).Value.Should().Be($"{what} 1", "it was healed");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Read_DecompressionBomb_AllocatesNothingOfItsSize(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using RawData raw = await RawData.ConnectAsync(server);
        await using HookedNode node = await HookedNode.StartAsync(server, ns);
        byte[] bomb = Honest(node.Position, new byte[64 << 20], new FrameCompression(new Lz4PayloadCodec()));
        bomb.Length.Should().BeLessThan(1 << 20);
        await raw.Database.StringSetAsync(RawData.KeyOf(ns, s_key), bomb, TimeSpan.FromMinutes(1));
        await node.Generations().TryGetAsync(s_key with { File = "warm.cs" });

        long before = GC.GetTotalAllocatedBytes(precise: true);
        CacheResult<string> read = await node.Generations().TryGetAsync(s_key);

        (GC.GetTotalAllocatedBytes(precise: true) - before).Should().BeLessThan(8 << 20, "64 MiB were announced, 16 MiB is the limit");
        read.MissReason.Should().Be(CacheMissReason.Corrupt);
        (await node.Generations().GetOrCreateAsync(s_key, new CountingFactory().RunAsync)).Should().Be("made 1");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Read_FrameWithoutAnEndOfLife_IsIgnoredAndReplaced(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using RawData raw = await RawData.ConnectAsync(server);
        await using HookedNode node = await HookedNode.StartAsync(server, ns);
        await raw.Database.StringSetAsync(RawData.KeyOf(ns, s_key), Honest(node.Position, "eternal"u8, FrameCompression.None));

        (await node.Generations().TryGetAsync(s_key)).HasValue.Should().BeFalse();
        (await node.Generations().GetOrCreateAsync(s_key, new CountingFactory().RunAsync)).Should().Be("made 1");

        (await raw.Database.KeyTimeToLiveAsync(RawData.KeyOf(ns, s_key))).Should().NotBeNull();
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Read_SomethingElseThanAString_CallersDoNotNotice(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using RawData raw = await RawData.ConnectAsync(server);
        await using HookedNode node = await HookedNode.StartAsync(server, ns);
        await raw.Database.ListLeftPushAsync(RawData.KeyOf(ns, s_key), "a list");

        (await node.Generations().TryGetAsync(s_key)).HasValue.Should().BeFalse();
        (await node.Generations().GetOrCreateAsync(s_key, new CountingFactory().RunAsync)).Should().Be("made 1");
        (await node.Generations().TryGetAsync(s_key)).Value.Should().Be("made 1");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Read_IntactFrameWhosePayloadIsNoSuchValue_IsACountedMissThatTheFactoryHeals(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using RawData raw = await RawData.ConnectAsync(server);
        await using HookedNode node = await HookedNode.StartAsync(server, ns);
        CacheRegion<GenerationKey, int> region = node.Cache.Region<GenerationKey, int>();
        byte[][] payloads = ["not json"u8.ToArray(), "{"u8.ToArray(), [0xff, 0xfe, 0x00], [], "99999999999999999999"u8.ToArray(), Encoding.UTF8.GetBytes(new string('[', 100_000))];
        for (int i = 0; i < payloads.Length; i++)
        {
            GenerationKey key = s_key with { Requirement = $"h{i}" };
            await raw.Database.StringSetAsync(RawData.KeyOf(ns, key), Honest(node.Position, payloads[i], FrameCompression.None), TimeSpan.FromMinutes(1));
            using var corrupt = node.Counter(CachingDiagnostics.Corrupt);

            (await region.TryGetAsync(key)).MissReason.Should().Be(CacheMissReason.Corrupt, "payload {0}", i);
            corrupt.GetMeasurementSnapshot().Sum(static m => m.Value).Should().Be(1, "payload {0}", i);
            (await region.GetOrCreateAsync(key, (_, _, _) => ValueTask.FromResult(7))).Should().Be(7);
        }
    }

    private static IEnumerable<(string What, byte[] Frame)> Damaged(LogPosition now)
    {
        byte[] honest = Honest(now, Encoding.UTF8.GetBytes(new string('x', 300)), FrameCompression.None, "model:a");
        foreach (int length in (int[])[1, 2, 27, 28, 29, 36, 40, 73, 74, honest.Length / 2, honest.Length - 1])
        {
            yield return ($"cut to {length}", honest[..length]);
        }

        for (int at = 0; at < honest.Length; at += at < FrameLayout.Tags ? 1 : 50)
        {
            byte[] flipped = [.. honest];
            flipped[at] ^= 0x10;
            yield return ($"flipped at {at}", flipped);
        }

        yield return ("a tail", [.. honest, 0]);
        yield return ("zeros", new byte[200]);
        yield return ("text", Encoding.UTF8.GetBytes(new string('C', 200)));
        yield return ("unknown format", Forged(honest, static f => f[FrameLayout.Format] = 99));
        yield return ("unknown codec", Forged(honest, static f => f[FrameLayout.Codec] = 200));
        yield return ("unknown flag", Forged(honest, static f => f[FrameLayout.Flags] = 0x80));
        yield return ("no life", Forged(honest, static f => BinaryPrimitives.WriteInt64BigEndian(f.AsSpan(FrameLayout.TimeToLive), 0)));
        yield return ("lying raw length", Forged(honest, static f => BinaryPrimitives.WriteInt32BigEndian(f.AsSpan(FrameLayout.RawLength), int.MaxValue)));
        yield return ("negative raw length", Forged(honest, static f => BinaryPrimitives.WriteInt32BigEndian(f.AsSpan(FrameLayout.RawLength), -1)));
        yield return ("more tags than there are", Forged(honest, static f => f[FrameLayout.TagCount] = 64));
        yield return ("payload that is not LZ4", Forged(honest, static f => f[FrameLayout.Codec] = PayloadCodecs.Lz4Id));
    }

    /// <summary>Changed by somebody who can recompute a checksum.</summary>
    private static byte[] Forged(byte[] honest, Action<byte[]> change)
    {
        byte[] frame = [.. honest];
        change(frame);
        BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(FrameLayout.Checksum), FrameLayout.ComputeChecksum(frame));
        return frame;
    }

    private static byte[] Honest(LogPosition stamp, ReadOnlySpan<byte> payload, FrameCompression compression, params string[] tags)
    {
        using var buffer = new PooledBuffer();
        EntryFrame.Write(
            buffer,
            new FrameHeader { WriteVersion = 42, Stamp = stamp, RegionVersion = 1, TimeToLive = TimeSpan.FromHours(1), Tags = tags },
            payload,
            compression);
        return buffer.WrittenSpan.ToArray();
    }
}
