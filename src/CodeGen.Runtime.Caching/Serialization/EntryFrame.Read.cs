using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace CodeGen.Runtime.Caching;

internal static partial class EntryFrame
{
    private const int ScaleShift = 16;
    private const int MaxScale = 28;

    /// <summary>Reads one frame, whoever wrote it. Never throws.</summary>
    /// <param name="frame">The frame and nothing else. Must outlive <paramref name="decoded"/>, whose payload may be a slice of it.</param>
    /// <param name="codecs">The codecs that this node knows.</param>
    /// <param name="maxRawLength">The largest payload to accept before compression, in bytes; also bounds what reading may allocate for it.</param>
    /// <param name="decoded">What was read; dispose it. The default value unless the result is <see cref="FrameReadResult.Ok"/>.</param>
    /// <returns>Whether that worked, or what was wrong.</returns>
    public static FrameReadResult TryRead(ReadOnlyMemory<byte> frame, PayloadCodecs codecs, int maxRawLength, out DecodedFrame decoded)
    {
        decoded = default;
        var bytes = frame.Span;
        var result = CheckIntegrity(bytes);
        if (result != FrameReadResult.Ok)
        {
            return result;
        }

        if (!TryReadFixed(bytes, out var header) || !TryMeasureTags(bytes, out var payloadStart) || !TryReadExtension(bytes, ref payloadStart, ref header))
        {
            return FrameReadResult.BadHeader;
        }

        result = TryReadPayload(frame[payloadStart..], in header, codecs, maxRawLength, out var payload, out var buffer);
        if (result == FrameReadResult.Ok)
        {
            decoded = new DecodedFrame(header with { Tags = ReadTags(bytes) }, payload, frame.Length, buffer);
        }

        return result;
    }

    private static FrameReadResult CheckIntegrity(ReadOnlySpan<byte> bytes)
    {
        var start = CheckStart(bytes, FrameLayout.Tags);
        if (start != FrameReadResult.Ok)
        {
            return start;
        }

        // The length field is looked at before the checksum only to tell a cut frame from a changed one; nothing is sized by it.
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes[FrameLayout.FrameLength..]);
        if (length > bytes.Length)
        {
            return FrameReadResult.Truncated;
        }

        if (BinaryPrimitives.ReadUInt64BigEndian(bytes[FrameLayout.Checksum..]) != FrameLayout.ComputeChecksum(bytes))
        {
            return FrameReadResult.ChecksumMismatch;
        }

        return length == bytes.Length ? FrameReadResult.Ok : FrameReadResult.BadHeader;
    }

    private static bool TryReadFixed(ReadOnlySpan<byte> bytes, out FrameHeader header)
    {
        header = default;
        if (!TryReadPrefix(bytes, out var writeVersion, out var stamp, out var flags) || !TryReadCost(bytes[FrameLayout.Cost..], out var cost))
        {
            return false;
        }

        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes[FrameLayout.TimeToLive..]);
        var rawLength = BinaryPrimitives.ReadInt32BigEndian(bytes[FrameLayout.RawLength..]);
        if (milliseconds is <= 0 or > long.MaxValue / TimeSpan.TicksPerMillisecond
            || rawLength < 0
            || (rawLength > 0 && (flags & FrameFlags.NullValue) != 0))
        {
            return false;
        }

        header = new FrameHeader
        {
            WriteVersion = writeVersion,
            Stamp = stamp,
            Flags = flags,
            RegionVersion = BinaryPrimitives.ReadInt32BigEndian(bytes[FrameLayout.RegionVersion..]),
            TimeToLive = TimeSpan.FromTicks(milliseconds * TimeSpan.TicksPerMillisecond),
            Cost = cost,
            Codec = bytes[FrameLayout.Codec],
            RawLength = rawLength,
        };
        return true;
    }

    private static bool TryReadCost(ReadOnlySpan<byte> bytes, out decimal cost)
    {
        Span<int> bits = stackalloc int[4];
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] = BinaryPrimitives.ReadInt32BigEndian(bytes[(i * sizeof(int))..]);
        }

        // The last word holds the scale and the sign; the decimal constructor throws on any other bit, and a cost has no sign.
        var scale = bits[3] >> ScaleShift;
        if (scale is < 0 or > MaxScale || bits[3] != scale << ScaleShift)
        {
            cost = 0;
            return false;
        }

        cost = new decimal(bits);
        return true;
    }

    private static bool TryMeasureTags(ReadOnlySpan<byte> bytes, out int end)
    {
        end = FrameLayout.Tags;
        var count = bytes[FrameLayout.TagCount];
        if (count > FrameHeader.MaxTags)
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            if (!TrySliceTag(bytes, ref end, out var tag) || !Utf8.IsValid(tag) || Encoding.UTF8.GetCharCount(tag) > FrameHeader.MaxTagLength)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadExtension(ReadOnlySpan<byte> bytes, ref int position, ref FrameHeader header)
    {
        if ((header.Flags & FrameFlags.Extended) == 0)
        {
            return true;
        }

        var rest = bytes[position..];
        if (rest.Length < FrameLayout.ExtensionFixed)
        {
            return false;
        }

        const long MaxMilliseconds = long.MaxValue / TimeSpan.TicksPerMillisecond / 2;
        var staleFor = BinaryPrimitives.ReadInt64BigEndian(rest);
        var window = BinaryPrimitives.ReadInt64BigEndian(rest[8..]);
        int length = BinaryPrimitives.ReadUInt16BigEndian(rest[24..]);
        var hasETag = length != NoETag;
        rest = rest[FrameLayout.ExtensionFixed..];
        if (staleFor is < 0 or > MaxMilliseconds || window is < 0 or > MaxMilliseconds || (hasETag && length > rest.Length))
        {
            return false;
        }

        var etag = hasETag ? rest[..length] : default;
        if (!Utf8.IsValid(etag) || Encoding.UTF8.GetCharCount(etag) > CacheEntryContext.MaxETagLength)
        {
            return false;
        }

        header = header with
        {
            StaleFor = TimeSpan.FromMilliseconds(staleFor),
            Window = TimeSpan.FromMilliseconds(window),
            ServerEndsAt = BinaryPrimitives.ReadInt64BigEndian(bytes[(position + 16)..]),
            ETag = hasETag ? Encoding.UTF8.GetString(etag) : null,
        };
        position += FrameLayout.ExtensionFixed + etag.Length;
        return true;
    }

    private static string[] ReadTags(ReadOnlySpan<byte> bytes)
    {
        var count = bytes[FrameLayout.TagCount];
        if (count == 0)
        {
            return [];
        }

        var tags = new string[count];
        var position = FrameLayout.Tags;
        for (var i = 0; i < tags.Length; i++)
        {
            TrySliceTag(bytes, ref position, out var tag);
            tags[i] = Encoding.UTF8.GetString(tag);
        }

        return tags;
    }

    private static bool TrySliceTag(ReadOnlySpan<byte> bytes, ref int position, out ReadOnlySpan<byte> tag)
    {
        tag = default;
        var rest = bytes[position..];
        if (!BinaryPrimitives.TryReadUInt16BigEndian(rest, out var length) || length > rest.Length - FrameLayout.TagLengthSize)
        {
            return false;
        }

        tag = rest.Slice(FrameLayout.TagLengthSize, length);
        position += FrameLayout.TagLengthSize + length;
        return true;
    }

    private static FrameReadResult TryReadPayload(
        ReadOnlyMemory<byte> stored, in FrameHeader header, PayloadCodecs codecs, int maxRawLength, out ReadOnlyMemory<byte> payload, out PooledBuffer? buffer)
    {
        payload = default;
        buffer = null;
        if (header.RawLength > maxRawLength)
        {
            return FrameReadResult.TooLarge;
        }

        if (header.Codec == PayloadCodecs.StoredId)
        {
            payload = stored;
            return stored.Length == header.RawLength ? FrameReadResult.Ok : FrameReadResult.BadPayload;
        }

        return codecs.TryGet(header.Codec, out var codec)
            ? Decode(codec, stored.Span, header.RawLength, out payload, out buffer)
            : FrameReadResult.UnknownCodec;
    }

    private static FrameReadResult Decode(
        IPayloadCodec codec, ReadOnlySpan<byte> encoded, int rawLength, out ReadOnlyMemory<byte> payload, out PooledBuffer? buffer)
    {
        payload = default;
        buffer = null;
        PooledBuffer? target = null;
        try
        {
            if (rawLength == 0 || encoded.Length > codec.GetMaxEncodedLength(rawLength) || rawLength > codec.GetMaxRawLength(encoded.Length))
            {
                return FrameReadResult.BadPayload;
            }

            target = new PooledBuffer(rawLength);
            if (codec.TryDecode(encoded, target.GetSpan(rawLength)[..rawLength]))
            {
                target.Advance(rawLength);
                payload = target.WrittenMemory;
                buffer = target;
                target = null;
                return FrameReadResult.Ok;
            }

            return FrameReadResult.BadPayload;
        }
        catch (Exception)
        {
            // A codec of the host that throws in spite of its contract, or no memory for this one value: a miss, like any other damage.
            return FrameReadResult.BadPayload;
        }
        finally
        {
            target?.Dispose();
        }
    }
}
