using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace CodeGen.Runtime.Caching;

internal static partial class EntryFrame
{
    // An empty ETag and none are two things.
    private const int NoETag = ushort.MaxValue;

    // Throws on unpaired surrogates: a tag that silently became another tag would be a missed invalidation.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes one frame in one contiguous piece.</summary>
    /// <param name="output">Receives the frame, and nothing when this throws.</param>
    /// <param name="header">What to say about the value; codec and raw length are filled in here.</param>
    /// <param name="rawPayload">The serialized value; empty for a null.</param>
    /// <param name="compression">How to compress; the result is kept only when it saves at least <see cref="FrameCompression.MinSavingPercent"/> %.</param>
    /// <returns>The length of the frame in bytes.</returns>
    /// <exception cref="ArgumentException">The header cannot be expressed: too many or too long tags, a tag that is not valid UTF-16, no time to live, a negative cost, a null with a payload.</exception>
    public static int Write(IBufferWriter<byte> output, in FrameHeader header, ReadOnlySpan<byte> rawPayload, FrameCompression compression)
    {
        ArgumentNullException.ThrowIfNull(output);
        Validate(in header, rawPayload.Length);

        var tagsEnd = FrameLayout.Tags + MeasureTags(header.Tags);
        var payloadStart = tagsEnd + MeasureExtension(in header);
        var frame = output.GetSpan(checked(payloadStart + rawPayload.Length));

        // The budget is the room that the codec gets: data that does not compress well enough runs out of it early instead of being encoded in full.
        var budget = compression.Budget(rawPayload.Length);
        var encodedLength = budget > 0 ? compression.Codec!.Encode(rawPayload, frame.Slice(payloadStart, budget)) : -1;
        var compressed = encodedLength > 0 && encodedLength <= budget;
        if (!compressed)
        {
            rawPayload.CopyTo(frame[payloadStart..]);
            encodedLength = rawPayload.Length;
        }

        frame = frame[..(payloadStart + encodedLength)];
        WriteFixed(frame, in header, compressed ? compression.Codec!.Id : PayloadCodecs.StoredId, rawPayload.Length);
        WriteTags(frame[FrameLayout.Tags..tagsEnd], header.Tags);
        WriteExtension(frame[tagsEnd..payloadStart], in header);
        BinaryPrimitives.WriteUInt64BigEndian(frame[FrameLayout.Checksum..], FrameLayout.ComputeChecksum(frame));
        output.Advance(frame.Length);
        return frame.Length;
    }

    private static void WriteFixed(Span<byte> frame, in FrameHeader header, byte codec, int rawLength)
    {
        frame[FrameLayout.Magic] = FrameLayout.Magic0;
        frame[FrameLayout.Magic + 1] = FrameLayout.Magic1;
        frame[FrameLayout.Format] = FormatVersion;
        frame[FrameLayout.Flags] = (byte)(header.IsExtended ? header.Flags | FrameFlags.Extended : header.Flags & ~FrameFlags.Extended);
        BinaryPrimitives.WriteUInt64BigEndian(frame[FrameLayout.WriteVersion..], header.WriteVersion);
        BinaryPrimitives.WriteInt64BigEndian(frame[FrameLayout.Sequence..], header.Stamp.Sequence);
        BinaryPrimitives.WriteUInt64BigEndian(frame[FrameLayout.Epoch..], header.Stamp.Epoch);

        BinaryPrimitives.WriteInt32BigEndian(frame[FrameLayout.FrameLength..], frame.Length);
        BinaryPrimitives.WriteInt32BigEndian(frame[FrameLayout.RegionVersion..], header.RegionVersion);
        BinaryPrimitives.WriteInt64BigEndian(frame[FrameLayout.TimeToLive..], Math.Max(1, header.TimeToLive.Ticks / TimeSpan.TicksPerMillisecond));

        Span<int> cost = stackalloc int[4];
        decimal.GetBits(header.Cost, cost);
        for (var i = 0; i < cost.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(frame[(FrameLayout.Cost + (i * sizeof(int)))..], cost[i]);
        }

        frame[FrameLayout.Codec] = codec;
        BinaryPrimitives.WriteInt32BigEndian(frame[FrameLayout.RawLength..], rawLength);
        frame[FrameLayout.TagCount] = (byte)header.Tags.Length;
    }

    private static int MeasureTags(string[] tags)
    {
        var length = 0;
        foreach (var tag in tags)
        {
            length += FrameLayout.TagLengthSize + StrictUtf8.GetByteCount(tag);
        }

        return length;
    }

    private static void WriteTags(Span<byte> destination, string[] tags)
    {
        foreach (var tag in tags)
        {
            var written = StrictUtf8.GetBytes(tag, destination[FrameLayout.TagLengthSize..]);
            BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)written);
            destination = destination[(FrameLayout.TagLengthSize + written)..];
        }
    }

    private static int MeasureExtension(in FrameHeader header) =>
        !header.IsExtended ? 0 : FrameLayout.ExtensionFixed + (header.ETag is { } tag ? StrictUtf8.GetByteCount(tag) : 0);

    private static void WriteExtension(Span<byte> destination, in FrameHeader header)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        BinaryPrimitives.WriteInt64BigEndian(destination, (long)header.StaleFor.TotalMilliseconds);
        BinaryPrimitives.WriteInt64BigEndian(destination[8..], (long)header.Window.TotalMilliseconds);
        BinaryPrimitives.WriteInt64BigEndian(destination[16..], header.ServerEndsAt);
        var written = header.ETag is { } tag ? StrictUtf8.GetBytes(tag, destination[FrameLayout.ExtensionFixed..]) : NoETag;
        BinaryPrimitives.WriteUInt16BigEndian(destination[24..], (ushort)written);
    }

    private static void Validate(in FrameHeader header, int payloadLength)
    {
        if (header.TimeToLive <= TimeSpan.Zero)
        {
            throw new ArgumentException($"An entry needs a time to live above zero, but has {header.TimeToLive}.", nameof(header));
        }

        if (header.StaleFor < TimeSpan.Zero || header.Window < TimeSpan.Zero || header.ETag?.Length > CacheEntryContext.MaxETagLength)
        {
            throw new ArgumentException($"StaleFor ({header.StaleFor}) and window ({header.Window}) are not negative and an ETag is not longer than {CacheEntryContext.MaxETagLength}.", nameof(header));
        }

        if (header.Cost < 0)
        {
            throw new ArgumentException($"The cost of an entry cannot be negative, but is {header.Cost}.", nameof(header));
        }

        if ((header.Flags & ~FrameLayout.KnownFlags) != 0)
        {
            throw new ArgumentException($"The flags {header.Flags} are not part of format {FormatVersion}.", nameof(header));
        }

        if ((header.Flags & FrameFlags.NullValue) != 0 && payloadLength != 0)
        {
            throw new ArgumentException($"A null value has no payload, but {payloadLength} bytes were given.", nameof(header));
        }

        if (header.Tags.Length > FrameHeader.MaxTags)
        {
            throw new ArgumentException($"An entry can have at most {FrameHeader.MaxTags} tags, but has {header.Tags.Length}.", nameof(header));
        }

        foreach (var tag in header.Tags)
        {
            if (tag is null || tag.Length > FrameHeader.MaxTagLength)
            {
                throw new ArgumentException(
                    tag is null ? "A tag is null." : $"A tag can have at most {FrameHeader.MaxTagLength} characters, but '{tag[..32]}…' has {tag.Length}.",
                    nameof(header));
            }
        }
    }
}
