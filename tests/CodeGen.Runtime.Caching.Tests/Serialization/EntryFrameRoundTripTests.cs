using System.Buffers.Binary;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Serialization;

public class EntryFrameRoundTripTests
{
    [Fact]
    public void Any_frame_reads_back_as_it_was_written()
    {
        Gen.Select(Frames.AnyHeader, Frames.Payload, Gen.Bool).Sample((header, payload, compress) =>
        {
            var frame = Frames.Write(in header, payload, compress ? Frames.Lz4 : FrameCompression.None);

            EntryFrame.TryRead(frame, PayloadCodecs.Default, Frames.MaxRawLength, out var decoded).Should().Be(FrameReadResult.Ok);
            using (decoded)
            {
                var read = decoded.Header;
                return read.WriteVersion == header.WriteVersion
                    && read.Stamp == header.Stamp
                    && (read.Flags & ~FrameFlags.Extended) == header.Flags
                    && ((read.Flags & FrameFlags.Extended) != 0) == header.IsExtended
                    && read.StaleFor == header.StaleFor
                    && read.Window == header.Window
                    && (!header.IsExtended || read.ServerEndsAt == header.ServerEndsAt)
                    && read.ETag == header.ETag
                    && read.RegionVersion == header.RegionVersion
                    && read.TimeToLive == header.TimeToLive
                    && decimal.GetBits(read.Cost).SequenceEqual(decimal.GetBits(header.Cost))
                    && read.Tags.SequenceEqual(header.Tags)
                    && read.RawLength == payload.Length
                    && decoded.FrameLength == frame.Length
                    && decoded.Payload.Span.SequenceEqual(payload);
            }
        });
    }

    [Fact]
    public void The_prefix_agrees_with_the_frame_and_is_where_scripts_expect_it()
    {
        var header = Frames.Header("t") with { Flags = FrameFlags.ExplicitSet };
        var frame = Frames.Write(in header, Frames.Text(10), FrameCompression.None);

        EntryFrame.TryReadPrefix(frame.AsSpan(0, EntryFrame.FixedPrefixLength), out var version, out var stamp, out var flags).Should().BeTrue();
        version.Should().Be(header.WriteVersion);
        stamp.Should().Be(header.Stamp);
        flags.Should().Be(FrameFlags.ExplicitSet);

        frame[..4].Should().Equal((byte)'C', (byte)'G', 1, 2);
        BinaryPrimitives.ReadUInt64BigEndian(frame.AsSpan(4)).Should().Be(header.WriteVersion);
        BinaryPrimitives.ReadInt64BigEndian(frame.AsSpan(12)).Should().Be(header.Stamp.Sequence);
        BinaryPrimitives.ReadUInt64BigEndian(frame.AsSpan(20)).Should().Be(header.Stamp.Epoch);
    }

    [Fact]
    public void A_null_has_its_flag_and_no_payload()
    {
        var header = Frames.Header() with { Flags = FrameFlags.NullValue };
        var frame = Frames.Write(in header, [], Frames.Lz4);

        EntryFrame.TryRead(frame, PayloadCodecs.Default, Frames.MaxRawLength, out var decoded).Should().Be(FrameReadResult.Ok);
        decoded.Header.Flags.Should().Be(FrameFlags.NullValue);
        decoded.Payload.IsEmpty.Should().BeTrue();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(9_999, 1)]
    [InlineData(10_000, 1)]
    [InlineData(19_999, 1)]
    [InlineData(20_000, 2)]
    public void A_life_is_kept_in_whole_milliseconds_and_never_lengthened_above_one(long ticks, int milliseconds)
    {
        var header = Frames.Header() with { TimeToLive = TimeSpan.FromTicks(ticks) };

        EntryFrame.TryRead(Frames.Write(in header, [], default), PayloadCodecs.Default, 0, out var decoded).Should().Be(FrameReadResult.Ok);
        decoded.Header.TimeToLive.Should().Be(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Fact]
    public void A_stored_payload_is_a_slice_of_the_frame()
    {
        var frame = Frames.Stored();

        EntryFrame.TryRead(frame, PayloadCodecs.Default, Frames.MaxRawLength, out var decoded);
        frame[^1] ^= 1;
        decoded.Payload.Span[^1].Should().Be(frame[^1]);
    }

    [Fact]
    public void Disposing_a_frame_and_its_copy_gives_the_memory_back_once()
    {
        EntryFrame.TryRead(Frames.Compressed(), PayloadCodecs.Default, Frames.MaxRawLength, out var decoded);
        var copy = decoded;
        decoded.Dispose();
        copy.Dispose();

        using var first = new PooledBuffer(4000);
        using var second = new PooledBuffer(4000);
        first.GetSpan(1)[0] = 1;
        second.GetSpan(1)[0] = 2;
        first.Advance(1);
        first.WrittenSpan[0].Should().Be(1, "two owners of one array would see each other's bytes");
    }

    [Fact]
    public void Writing_refuses_what_a_frame_cannot_say()
    {
        Refuses(Frames.Header() with { TimeToLive = TimeSpan.Zero }, "*time to live above zero*");
        Refuses(Frames.Header() with { Cost = -0.01m }, "*cost*-0.01*");
        Refuses(Frames.Header() with { Flags = (FrameFlags)8 }, "*flags*");
        Refuses(Frames.Header() with { StaleFor = TimeSpan.FromMilliseconds(-1) }, "*StaleFor*-*");
        Refuses(Frames.Header() with { Window = TimeSpan.FromMilliseconds(-1) }, "*window*-*");
        Refuses(Frames.Header() with { ETag = new string('e', 257) }, "*ETag*256*");
        Refuses(Frames.Header() with { Flags = FrameFlags.NullValue }, "*null value has no payload*");
        Refuses(Frames.Header(Enumerable.Repeat("t", 65).ToArray()), "*64 tags*65*");
        Refuses(Frames.Header(new string('t', 257)), "*256 characters*257*");
        Refuses(Frames.Header([null!]), "*tag is null*");
        Refuses(Frames.Header("\uD800"), "*");

        static void Refuses(FrameHeader header, string message)
        {
            using var buffer = new PooledBuffer();
            var write = () => EntryFrame.Write(buffer, in header, [1], FrameCompression.None);
            write.Should().Throw<ArgumentException>().WithMessage(message);
            buffer.WrittenCount.Should().Be(0);
        }
    }
}
