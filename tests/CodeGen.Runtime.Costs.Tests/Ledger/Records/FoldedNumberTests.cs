using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Numbers of variable length come back, and other bytes are told apart.</summary>
public sealed class FoldedNumberTests
{
    private static readonly Gen<UInt128> s_numbers = Gen.Select(Gen.ULong, Gen.ULong, Gen.Int[0, 127]).Select(static n => new UInt128(n.Item1, n.Item2) >> n.Item3);

    [Fact]
    public void Read_AnyNumber_IsWhatWasWritten() => Gen.Select(s_numbers, Gen.Byte.Array[0, 4]).Sample(static (number, behind) =>
    {
        byte[] bytes = Written(number);
        FoldedNumber.Read([.. bytes, .. behind], PayloadWriter.MaxVarInt, out UInt128 read).Should().Be(bytes.Length);
        read.Should().Be(number);
    });

    [Fact]
    public void Read_NumberCutShort_EndsEarly() => Gen.Select(s_numbers, Gen.Int[0, 18]).Sample(static (number, kept) =>
    {
        byte[] bytes = Written(number);
        FoldedNumber.Read(bytes.AsSpan(0, Math.Min(kept, bytes.Length - 1)), PayloadWriter.MaxVarInt, out UInt128 read).Should().Be(FoldedNumber.EndsEarly);
        read.Should().Be((UInt128)0);
    });

    [Fact]
    public void Read_MoreBytesThanItMayTake_IsTooLong() => s_numbers.Where(static number => number > 0x7F).Sample(static number =>
    {
        byte[] bytes = Written(number);
        FoldedNumber.Read(bytes, bytes.Length - 1, out UInt128 read).Should().Be(FoldedNumber.TooLong);
        read.Should().Be((UInt128)0);
    });

    [Theory]
    [InlineData(4)]
    [InlineData(0x7F)]
    public void Read_MoreThan128Bits_IsTooLong(byte last)
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)0xFF, 18), last];
        FoldedNumber.Read(bytes, PayloadWriter.MaxVarInt, out UInt128 read).Should().Be(FoldedNumber.TooLong);
        read.Should().Be((UInt128)0);
        bytes[18] = 3;
        FoldedNumber.Read(bytes, PayloadWriter.MaxVarInt, out read).Should().Be(19);
        read.Should().Be(UInt128.MaxValue);
    }

    private static byte[] Written(UInt128 number)
    {
        var writer = new PayloadWriter(new byte[PayloadWriter.MaxVarInt]);
        writer.VarInt(number);
        return writer.Written.ToArray();
    }
}
