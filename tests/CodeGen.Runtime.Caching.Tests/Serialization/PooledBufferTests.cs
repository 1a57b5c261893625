using System.Buffers;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Serialization;

public class PooledBufferTests
{
    [Fact]
    public void What_was_written_is_there_however_it_was_cut()
    {
        Gen.Byte.Array[0, 700].Array[0, 20].Sample(pieces =>
        {
            using var buffer = new PooledBuffer(0);
            foreach (var piece in pieces)
            {
                buffer.Write(piece);
            }

            return buffer.WrittenSpan.SequenceEqual(pieces.SelectMany(p => p).ToArray());
        });
    }

    [Fact]
    public void Room_is_never_empty()
    {
        using var buffer = new PooledBuffer(16);
        buffer.Advance(buffer.GetMemory().Length);
        buffer.GetSpan().IsEmpty.Should().BeFalse();
    }

    [Fact]
    public void Advancing_past_the_room_is_refused()
    {
        using var buffer = new PooledBuffer(16);
        var advance = () => buffer.Advance(buffer.GetMemory().Length + 1);
        advance.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Clearing_starts_again()
    {
        using var buffer = new PooledBuffer();
        buffer.Write("abc"u8);
        buffer.Clear();
        buffer.Write("d"u8);
        buffer.WrittenSpan.ToArray().Should().Equal((byte)'d');
    }

    [Fact]
    public void Use_after_disposal_is_refused()
    {
        var buffer = new PooledBuffer();
        buffer.Dispose();
        buffer.Dispose();

        buffer.Invoking(b => b.GetMemory()).Should().Throw<ObjectDisposedException>();
        buffer.Invoking(b => b.Advance(0)).Should().Throw<ObjectDisposedException>();
        buffer.Invoking(b => b.WrittenMemory).Should().Throw<ObjectDisposedException>();
        buffer.Invoking(b => b.Clear()).Should().Throw<ObjectDisposedException>();
    }
}
