using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Serialization;

/// <summary>Frames by somebody who can write to the server and recompute the checksum: no exception, no memory, no crash.</summary>
public class EntryFrameHostileTests
{
    [Theory]
    [InlineData(-1, nameof(FrameReadResult.BadHeader))]
    [InlineData(int.MinValue, nameof(FrameReadResult.BadHeader))]
    [InlineData(int.MaxValue, nameof(FrameReadResult.TooLarge))]
    [InlineData(Frames.MaxRawLength + 1, nameof(FrameReadResult.TooLarge))]
    [InlineData(Frames.MaxRawLength, nameof(FrameReadResult.BadPayload))]
    [InlineData(0, nameof(FrameReadResult.BadPayload))]
    public void A_lying_raw_length_is_refused_without_allocating(int rawLength, string name)
    {
        var expected = Enum.Parse<FrameReadResult>(name); // the enumeration is internal, test methods are public
        ReadsFor(Frames.WithInt32(Frames.Stored(), FrameLayout.RawLength, rawLength), expected);
        ReadsFor(Frames.WithInt32(Frames.Compressed(), FrameLayout.RawLength, rawLength), expected);
    }

    [Fact]
    public void A_bomb_that_announces_what_it_cannot_hold_is_refused_without_allocating()
    {
        // 1 KB of LZ4 expands to 255 KB at the very most.
        ReadsFor(Frames.Forge(PayloadCodecs.Lz4Id, 1 << 30, Frames.Noise(1024)), FrameReadResult.BadPayload, int.MaxValue);
        ReadsFor(Frames.Forge(PayloadCodecs.Lz4Id, (1024 * 255) + 1, Frames.Noise(1024)), FrameReadResult.BadPayload, int.MaxValue);
    }

    [Fact]
    public void A_bomb_that_is_honest_about_its_size_is_too_large()
    {
        var bomb = Frames.Write(Frames.Header(), new byte[64 << 20], Frames.Lz4);
        bomb.Length.Should().BeLessThan(Frames.MaxRawLength);

        ReadsFor(bomb, FrameReadResult.TooLarge);
    }

    [Fact]
    public void A_bomb_that_announces_less_than_it_holds_stops_at_what_it_announced()
    {
        var bomb = Frames.Write(Frames.Header(), new byte[64 << 20], Frames.Lz4);

        // The room that was announced is the most that may be rented for it, and the pool rounds up to a power of two.
        ReadsFor(Frames.WithInt32(bomb, FrameLayout.RawLength, Frames.MaxRawLength), FrameReadResult.BadPayload, allowed: Frames.MaxRawLength + 4096);
    }

    [Theory]
    [InlineData(65)]
    [InlineData(255)]
    public void Too_many_tags_are_refused(byte count) =>
        ReadsFor(Frames.WithByte(Frames.Stored(4000), FrameLayout.TagCount, count), FrameReadResult.BadHeader);

    [Fact]
    public void More_tags_than_the_frame_has_room_for_are_refused() =>
        ReadsFor(Frames.WithByte(Frames.Write(Frames.Header("a"), [], default), FrameLayout.TagCount, 64), FrameReadResult.BadHeader);

    [Fact]
    public void A_tag_past_the_end_too_long_or_not_text_is_refused()
    {
        var frame = Frames.Write(Frames.Header("abc"), [], FrameCompression.None);
        ReadsFor(Frames.WithByte(frame, FrameLayout.Tags, 0xFF), FrameReadResult.BadHeader);
        ReadsFor(Frames.WithByte(frame, FrameLayout.Tags + 1, 4), FrameReadResult.BadHeader);
        ReadsFor(Frames.WithByte(frame, FrameLayout.Tags + 2, 0xFF), FrameReadResult.BadHeader);

        var large = Frames.Write(Frames.Header(new string('a', 256)), Frames.Text(1000), FrameCompression.None);
        ReadsFor(Frames.WithByte(large, FrameLayout.Tags + 1, 1), FrameReadResult.BadHeader);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void A_life_that_no_writer_writes_is_refused(long milliseconds) =>
        ReadsFor(Frames.WithInt64(Frames.Stored(), FrameLayout.TimeToLive, milliseconds), FrameReadResult.BadHeader);

    [Theory]
    [InlineData(unchecked((int)0x80000000))] // negative
    [InlineData(29 << 16)] // more decimal places than a decimal has
    [InlineData(1)]
    [InlineData(0x01000000)]
    public void A_cost_that_no_writer_writes_is_refused(int lastWord) =>
        ReadsFor(Frames.WithInt32(Frames.Stored(), FrameLayout.Cost + 12, lastWord), FrameReadResult.BadHeader);

    [Fact]
    public void Unknown_flags_and_a_null_with_a_payload_are_refused()
    {
        ReadsFor(Frames.WithByte(Frames.Stored(), FrameLayout.Flags, 4), FrameReadResult.BadHeader);
        ReadsFor(Frames.WithByte(Frames.Stored(), FrameLayout.Flags, (byte)FrameFlags.NullValue), FrameReadResult.BadHeader);
    }

    [Fact]
    public void An_unknown_codec_is_told_apart() =>
        ReadsFor(Frames.WithByte(Frames.Stored(), FrameLayout.Codec, 77), FrameReadResult.UnknownCodec);

    [Fact]
    public void A_compressed_payload_of_nothing_is_refused()
    {
        ReadsFor(Frames.Forge(PayloadCodecs.Lz4Id, 0, []), FrameReadResult.BadPayload);
        ReadsFor(Frames.Forge(PayloadCodecs.Lz4Id, 10, []), FrameReadResult.BadPayload);
        ReadsFor(Frames.Forge(PayloadCodecs.Lz4Id, 0, [0]), FrameReadResult.BadPayload);
    }

    [Fact]
    public void A_length_field_that_lies_is_refused()
    {
        var frame = Frames.Stored();
        foreach (var length in new[] { 0, -1, int.MinValue, frame.Length - 1 })
        {
            var lying = (byte[])frame.Clone();
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(lying.AsSpan(FrameLayout.FrameLength), length);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(lying.AsSpan(FrameLayout.Checksum), FrameLayout.ComputeChecksum(lying));
            ReadsFor(lying, FrameReadResult.BadHeader);
        }
    }

    [Fact]
    public void A_codec_that_throws_in_spite_of_its_contract_is_a_bad_payload()
    {
        var codecs = new PayloadCodecs([new ThrowingCodec()]);
        Frames.Read(Frames.Forge(200, 10, [1, 2, 3]), codecs: codecs).Should().Be(FrameReadResult.BadPayload);
    }

    [Fact]
    public void Any_resealed_change_reads_or_is_refused_but_never_throws()
    {
        Gen.Select(Gen.Bool, Gen.Int[0, 200], Gen.Byte, Gen.Int[0, 400], Gen.Byte).Sample((compressed, first, firstValue, second, secondValue) =>
        {
            var frame = compressed ? Frames.Compressed() : Frames.Stored(1000);
            frame[first % frame.Length] = firstValue;
            frame[second % frame.Length] = secondValue;
            Frames.Read(Frames.Reseal(frame));
        });
    }

    private static void ReadsFor(byte[] frame, FrameReadResult expected, int maxRawLength = Frames.MaxRawLength, long allowed = 4096)
    {
        Frames.Read(frame, maxRawLength); // what the first call compiles and pools is not the frame's doing
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = EntryFrame.TryRead(frame, PayloadCodecs.Default, maxRawLength, out var decoded);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        result.Should().Be(expected);
        decoded.Payload.IsEmpty.Should().BeTrue();
        allocated.Should().BeLessThanOrEqualTo(allowed);
    }

    private sealed class ThrowingCodec : IPayloadCodec
    {
        public byte Id => 200;

        public string Name => "throws";

        public int GetMaxEncodedLength(int rawLength) => rawLength;

        public int Encode(ReadOnlySpan<byte> raw, Span<byte> destination) => -1;

        public bool TryDecode(ReadOnlySpan<byte> encoded, Span<byte> raw) => throw new InvalidOperationException("broken");
    }
}
