using System.Buffers;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public class RollupCellsTests
{
    private static readonly Gen<RollupSum> s_sum = Gen.Select(Gen.Int[0, 127], Gen.Long).Select(static (bits, low) => RollupSum.Of(((Int128)low << 64 | (Int128)(ulong)low) >> bits));

    private static readonly Gen<RollupCell> s_cell =
        Gen.Select(Gen.OneOf(Gen.Long[0, 3], Gen.Long[0, long.MaxValue]), Gen.OneOf(Gen.Long[0, 3], Gen.Long[0, long.MaxValue]), s_sum, s_sum)
            .Select(static (records, lines, quantity, amount) => new RollupCell(records, lines, quantity, amount));

    [Fact]
    public void Read_WhatWasWritten_IsTheSameInOrder() => Gen.Select(Gen.Int[0, 255], s_cell).Array[1, 20].Sample(static cells =>
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach ((int gap, RollupCell cell) in cells)
        {
            RollupCells.Write(bytes, gap, cell);
        }

        var read = new List<(int, RollupCell)>();
        for (ReadOnlySpan<byte> rest = bytes.WrittenSpan; !rest.IsEmpty;)
        {
            RollupCell cell = RollupCells.Read(ref rest, out int gap);
            read.Add((gap, cell));
        }

        read.Should().Equal(cells);
    });

    [Fact]
    public void Write_OneRequestOfAFewCents_TakesTenBytes()
    {
        var bytes = new ArrayBufferWriter<byte>();

        RollupCells.Write(bytes, 3, new RollupCell(1, 1, RollupSum.Of(10_000), RollupSum.Of(12_500_000_000)));

        bytes.WrittenCount.Should().BeLessThanOrEqualTo(10);
    }

    [Fact]
    public void Read_BytesCutShort_SaysSo()
    {
        var bytes = new ArrayBufferWriter<byte>();
        RollupCells.Write(bytes, 3, new RollupCell(1, 1, RollupSum.Of(10_000), RollupSum.Of(12_500_000_000)));

        FluentActions.Invoking(() =>
        {
            ReadOnlySpan<byte> cut = bytes.WrittenSpan[..^1];
            return RollupCells.Read(ref cut, out _);
        }).Should().Throw<InvalidDataException>();
    }

    [Theory]
    [InlineData(-28_800, 0)]
    [InlineData(0, 255)]
    [InlineData(1_790_000_000, 4_294_967_295)]
    [InlineData(221_845_392_000, 256)]
    public void Place_BucketAndSeries_AreFoundAgain(long bucket, long series)
    {
        long place = RollupPlace.Of(bucket, series);

        RollupPlace.BucketOf(place).Should().Be(bucket);
        RollupPlace.SeriesOf(place).Should().Be(series & ~0xFFL);
        place.Should().BeGreaterThanOrEqualTo(RollupPlace.First(bucket)).And.BeLessThan(RollupPlace.First(bucket + 1));
    }
}
