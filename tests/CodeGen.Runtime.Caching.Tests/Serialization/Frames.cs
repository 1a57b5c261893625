using CodeGen.Runtime.Coordination;
using System.Buffers.Binary;
using CsCheck;
using FluentAssertions;

namespace CodeGen.Runtime.Caching.Tests.Serialization;

/// <summary>Makes frames for the tests: honest ones, arbitrary ones, and ones changed by somebody who can recompute a checksum.</summary>
internal static class Frames
{
    public const int MaxRawLength = 1 << 20;

    public static readonly FrameCompression Lz4 = new(new Lz4PayloadCodec());

    public static FrameHeader Header(params string[] tags) => new()
    {
        WriteVersion = 0x0102030405060708,
        Stamp = new LogPosition(0x2122232425262728, 0x1112131415161718),
        RegionVersion = 3,
        TimeToLive = TimeSpan.FromHours(1),
        Cost = 0.0425m,
        Tags = tags,
    };

    public static byte[] Write(in FrameHeader header, ReadOnlySpan<byte> payload, FrameCompression compression)
    {
        using var buffer = new PooledBuffer();
        EntryFrame.Write(buffer, in header, payload, compression).Should().Be(buffer.WrittenCount);
        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] Stored(int length = 40) => Write(Header("model:a", "größe:𝔊"), Text(length), FrameCompression.None);

    public static byte[] Compressed(int length = 4000) => Write(Header("model:a"), Text(length), Lz4);

    /// <summary>Repetitive text that compresses well.</summary>
    public static byte[] Text(int length)
    {
        var line = "public static int Add(int left, int right) => left + right;\n"u8;
        var text = new byte[length];
        for (var i = 0; i < length; i++)
        {
            text[i] = line[i % line.Length];
        }

        return text;
    }

    public static byte[] Noise(int length, int seed = 1)
    {
        var noise = new byte[length];
        new Random(seed).NextBytes(noise);
        return noise;
    }

    public static FrameReadResult Read(byte[] frame, int maxRawLength = MaxRawLength, PayloadCodecs? codecs = null)
    {
        var result = EntryFrame.TryRead(frame, codecs ?? PayloadCodecs.Default, maxRawLength, out var decoded);
        decoded.Dispose();
        return result;
    }

    /// <summary>Makes a changed frame consistent again: its length field and its checksum, as an attacker with access to the server could.</summary>
    public static byte[] Reseal(byte[] frame)
    {
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(FrameLayout.FrameLength), frame.Length);
        BinaryPrimitives.WriteUInt64BigEndian(frame.AsSpan(FrameLayout.Checksum), FrameLayout.ComputeChecksum(frame));
        return frame;
    }

    public static byte[] WithInt32(byte[] frame, int offset, int value)
    {
        var copy = (byte[])frame.Clone();
        BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan(offset), value);
        return Reseal(copy);
    }

    public static byte[] WithInt64(byte[] frame, int offset, long value)
    {
        var copy = (byte[])frame.Clone();
        BinaryPrimitives.WriteInt64BigEndian(copy.AsSpan(offset), value);
        return Reseal(copy);
    }

    public static byte[] WithByte(byte[] frame, int offset, byte value)
    {
        var copy = (byte[])frame.Clone();
        copy[offset] = value;
        return Reseal(copy);
    }

    /// <summary>A frame without tags whose payload is given in encoded form.</summary>
    public static byte[] Forge(byte codec, int rawLength, ReadOnlySpan<byte> encoded)
    {
        var frame = Write(Header(), encoded, FrameCompression.None);
        frame[FrameLayout.Codec] = codec;
        return WithInt32(frame, FrameLayout.RawLength, rawLength);
    }

    public static readonly Gen<string> Tag =
        Gen.OneOf(Gen.String[Gen.Char.AlphaNumeric, 0, FrameHeader.MaxTagLength], Gen.OneOfConst("", "größe", "𝔊𝔬", "日本:語", new string('語', 256)));

    public static readonly Gen<byte[]> Payload =
        Gen.OneOf(Gen.Byte.Array[0, 3000], Gen.Int[0, 20_000].Select(Text), Gen.Byte[0, 3].Array[0, 8000]);

    public static readonly Gen<FrameHeader> AnyHeader =
        Gen.Select(
            Gen.ULong,
            Gen.Select(Gen.ULong, Gen.Long, (epoch, sequence) => new LogPosition(epoch, sequence)),
            Gen.Select(Gen.Bool, Gen.Int, (set, version) => (Flags: set ? FrameFlags.ExplicitSet : FrameFlags.None, Version: version)),
            Gen.Long[1, long.MaxValue / TimeSpan.TicksPerMillisecond],
            Gen.Select(
                Gen.Select(Gen.Int, Gen.Int, Gen.Int, Gen.Byte[0, 28], (low, middle, high, scale) => new decimal(low, middle, high, false, scale)),
                Gen.OneOf(Gen.Const(0L), Gen.Long[0, 100_000_000]),
                Gen.OneOf(Gen.Const(0L), Gen.Long[0, 100_000_000]),
                Gen.Long,
                Gen.OneOf(Gen.Const((string?)null), Tag.Select(t => (string?)t)),
                (cost, kept, window, end, etag) => (Cost: cost, Kept: kept, Window: window, End: end, ETag: etag)),
            Tag.Array[0, FrameHeader.MaxTags],
            (version, stamp, rest, milliseconds, more, tags) => new FrameHeader
            {
                WriteVersion = version,
                Stamp = stamp,
                Flags = rest.Flags,
                RegionVersion = rest.Version,
                TimeToLive = TimeSpan.FromTicks(milliseconds * TimeSpan.TicksPerMillisecond),
                Cost = more.Cost,
                StaleFor = TimeSpan.FromMilliseconds(more.Kept),
                Window = TimeSpan.FromMilliseconds(more.Window),
                ServerEndsAt = more.End,
                ETag = more.ETag,
                Tags = tags,
            });
}
