using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Serialization;

public class FrameCompressionTests
{
    [Fact]
    public void Text_above_the_threshold_is_compressed()
    {
        var header = Read(Frames.Compressed(2_048), out var length);
        header.Codec.Should().Be(PayloadCodecs.Lz4Id);
        header.RawLength.Should().Be(2_048);
        length.Should().BeLessThan(1_200);
    }

    [Fact]
    public void Text_below_the_threshold_is_stored() => Read(Frames.Compressed(2_047), out _).Codec.Should().Be(PayloadCodecs.StoredId);

    [Fact]
    public void Noise_is_stored()
    {
        var noise = Frames.Noise(50_000);
        Read(Frames.Write(Frames.Header(), noise, Frames.Lz4), out var length).Codec.Should().Be(PayloadCodecs.StoredId);
        length.Should().Be(FrameLayout.Tags + noise.Length);
    }

    [Theory]
    [InlineData(9000, 35)]
    [InlineData(9001, PayloadCodecs.StoredId)]
    [InlineData(10_000, PayloadCodecs.StoredId)]
    public void A_result_is_kept_when_it_saves_a_tenth_and_not_otherwise(int encodedLength, byte expected)
    {
        var codec = new FixedLengthCodec(encodedLength);
        Read(Frames.Write(Frames.Header(), new byte[10_000], new FrameCompression(codec)), out _).Codec.Should().Be(expected);
    }

    [Fact]
    public void A_codec_that_claims_more_than_it_was_given_room_for_is_not_believed()
    {
        var codec = new FixedLengthCodec(9500, lies: true);
        var payload = Frames.Noise(10_000);

        EntryFrame.TryRead(Frames.Write(Frames.Header(), payload, new FrameCompression(codec)), PayloadCodecs.Default, Frames.MaxRawLength, out var decoded)
            .Should().Be(FrameReadResult.Ok);
        decoded.Payload.ToArray().Should().Equal(payload);
    }

    [Fact]
    public void Lz4_decodes_hostile_bytes_within_the_span_it_was_given()
    {
        var codec = new Lz4PayloadCodec();
        var text = Frames.Text(3000);
        var encoded = new byte[codec.GetMaxEncodedLength(text.Length)];
        encoded = encoded[..codec.Encode(text, encoded)];
        var random = new Random(7);
        var room = new byte[64 + 3000 + 64];
        for (var round = 0; round < 50_000; round++)
        {
            var hostile = (byte[])encoded.Clone();
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                hostile[random.Next(hostile.Length)] = (byte)random.Next(256);
            }

            room.AsSpan().Fill(0xA5);
            codec.TryDecode(hostile.AsSpan(0, random.Next(hostile.Length + 1)), room.AsSpan(64, 3000));
            (room.AsSpan(0, 64).ContainsAnyExcept((byte)0xA5) || room.AsSpan(3064).ContainsAnyExcept((byte)0xA5)).Should().BeFalse();
        }
    }

    [Fact]
    public void Lz4_refuses_empty_spans()
    {
        var codec = new Lz4PayloadCodec();
        codec.Encode([], new byte[10]).Should().Be(-1);
        codec.Encode([1], []).Should().Be(-1);
        codec.TryDecode([], new byte[10]).Should().BeFalse();
        codec.TryDecode([0], []).Should().BeFalse();
    }

    private static FrameHeader Read(byte[] frame, out int length)
    {
        var codecs = new PayloadCodecs([new FixedLengthCodec(9000)]);
        EntryFrame.TryRead(frame, codecs, Frames.MaxRawLength, out var decoded).Should().Be(FrameReadResult.Ok);
        using (decoded)
        {
            length = decoded.FrameLength;
            return decoded.Header;
        }
    }

    private sealed class FixedLengthCodec(int length, bool lies = false) : IPayloadCodec
    {
        public byte Id => 35;

        public string Name => "fixed";

        public int GetMaxEncodedLength(int rawLength) => rawLength;

        public int Encode(ReadOnlySpan<byte> raw, Span<byte> destination) => lies || length <= destination.Length ? length : -1;

        public bool TryDecode(ReadOnlySpan<byte> encoded, Span<byte> raw) => true;
    }
}
