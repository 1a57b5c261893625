using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Serialization;

public class EntryFrameDamageTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_flipped_bit_is_noticed(bool compressed)
    {
        var frame = compressed ? Frames.Compressed() : Frames.Stored();
        for (var bit = 0; bit < frame.Length * 8; bit++)
        {
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
            Frames.Read(frame).Should().NotBe(FrameReadResult.Ok, "bit {0} is not what was written", bit);
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Frames.Read(frame).Should().Be(FrameReadResult.Ok);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_truncation_is_noticed_as_one(bool compressed)
    {
        var frame = compressed ? Frames.Compressed() : Frames.Stored();
        for (var length = 0; length < frame.Length; length++)
        {
            Frames.Read(frame[..length]).Should().Be(FrameReadResult.Truncated, "only {0} of {1} bytes are there", length, frame.Length);
        }
    }

    [Fact]
    public void Bytes_after_the_frame_are_noticed()
    {
        Frames.Read([.. Frames.Stored(), 0]).Should().Be(FrameReadResult.ChecksumMismatch);
    }

    [Fact]
    public void Garbage_is_never_a_frame()
    {
        Gen.Byte.Array[0, 400].Sample(bytes => Frames.Read(bytes) != FrameReadResult.Ok);
    }

    [Fact]
    public void Garbage_behind_a_good_start_is_never_a_frame()
    {
        Gen.Byte.Array[0, 400].Sample(bytes => Frames.Read([(byte)'C', (byte)'G', EntryFrame.FormatVersion, .. bytes]) != FrameReadResult.Ok);
    }

    [Fact]
    public void Another_magic_or_format_is_told_apart()
    {
        Frames.Read(Frames.WithByte(Frames.Stored(), FrameLayout.Magic, (byte)'X')).Should().Be(FrameReadResult.BadMagic);
        Frames.Read(Frames.WithByte(Frames.Stored(), FrameLayout.Magic + 1, (byte)'X')).Should().Be(FrameReadResult.BadMagic);
        Frames.Read(Frames.WithByte(Frames.Stored(), FrameLayout.Format, 2)).Should().Be(FrameReadResult.UnknownFormat);
    }

    [Fact]
    public void A_prefix_that_is_short_foreign_or_unknown_is_refused()
    {
        var frame = Frames.Stored();

        Reads(frame.AsSpan(0, 27)).Should().BeFalse();
        Reads([]).Should().BeFalse();
        Reads(Frames.WithByte(frame, FrameLayout.Magic, 0)).Should().BeFalse();
        Reads(Frames.WithByte(frame, FrameLayout.Format, 9)).Should().BeFalse();
        Reads(Frames.WithByte(frame, FrameLayout.Flags, 0x80)).Should().BeFalse();
        Reads(frame).Should().BeTrue();

        static bool Reads(ReadOnlySpan<byte> prefix) => EntryFrame.TryReadPrefix(prefix, out _, out _, out _);
    }
}
