using System.Numerics;
using CsCheck;
using FluentAssertions;
using Microsoft.Data.Sqlite;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public class RollupSumTests
{
    private static readonly Gen<Int128> s_numbers = Gen.Select(Gen.Long, Gen.ULong, Gen.Int[0, 127]).Select(static (high, low, shift) => new Int128((ulong)high, low) >> shift);

    [Fact]
    public void Of_AnyNumber_IsThatNumberInItsOnlyForm() => s_numbers.Sample(static number =>
    {
        RollupSum sum = RollupSum.Of(number);
        sum.Value.Should().Be(number);
        sum.Low.Should().BeInRange(0, RollupSum.Base - 1);
        sum.Middle.Should().BeInRange(0, RollupSum.Base - 1);
    });

    [Fact]
    public void Plus_AnyNumbers_IsTheSumInItsOnlyForm() => Gen.Select(s_numbers, s_numbers).Sample(static (left, right) =>
    {
        RollupSum sum = RollupSum.Of(left).Plus(RollupSum.Of(right));
        sum.Value.Should().Be((BigInteger)left + right);
        if (sum.Value >= Int128.MinValue && sum.Value <= Int128.MaxValue)
        {
            sum.Should().Be(RollupSum.Of((Int128)sum.Value));
        }
    });

    /// <summary>What is added to a row in the database is added as in memory, whichever series come when, and several of them may be one there.</summary>
    [Fact]
    public void CellWriter_AnyNumbersInAnyOrder_AddsThemUp()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        connection.Execute(RollupSchema.Create);
        using var writer = new RollupCellWriter(connection, new RollupTable(RollupLevel.Hour, RollupDetail.Full));
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 5], s_numbers, s_numbers).Array[1, 12].Array[1, 5].Sample(
            batches =>
            {
                connection.Execute("DELETE FROM hour");
                long[] ids = [3, 255, 256, 700, 700, 4_000_000_000];
                var expected = new SortedDictionary<(long, long), RollupCell>();
                foreach ((int Bucket, int Series, Int128, Int128)[] batch in batches)
                {
                    var cells = new Dictionary<(long, int), RollupCell>();
                    foreach ((int bucket, int series, Int128 quantity, Int128 amount) in batch)
                    {
                        var cell = new RollupCell(1, 2, RollupSum.Of(quantity / 64), RollupSum.Of(amount / 64));
                        cells[(bucket * 3_600, series)] = cells.GetValueOrDefault((bucket * 3_600, series)).Plus(cell);
                        expected[(bucket * 3_600, ids[series])] = expected.GetValueOrDefault((bucket * 3_600, ids[series])).Plus(cell);
                    }

                    writer.Add(cells, ids);
                }

                Cells(connection).Should().Equal(expected.Select(static pair => (pair.Key.Item1, pair.Key.Item2, pair.Value)));
            },
            iter: 200,
            threads: 1);
    }

    [Fact]
    public void CellWriter_MoreThanASumHolds_FailsAndRoundsNothing()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        connection.Execute(RollupSchema.Create);
        using var writer = new RollupCellWriter(connection, new RollupTable(RollupLevel.Hour, RollupDetail.Full));
        Add(long.MaxValue);

        FluentActions.Invoking(() => Add(1)).Should().Throw<OverflowException>();
        Add(-1);

        Cells(connection).Single().Cell.Amount.High.Should().Be(long.MaxValue - 1);

        void Add(long high) => writer.Add(new Dictionary<(long, int), RollupCell> { [(0, 0)] = new(1, 1, default, new RollupSum(high, 0, 0)) }, [1]);
    }

    private static List<(long Bucket, long Series, RollupCell Cell)> Cells(SqliteConnection connection)
    {
        using var statement = new RollupStatement(connection, "SELECT place, cells FROM hour ORDER BY place");
        var cells = new List<(long, long, RollupCell)>();
        while (statement.Step())
        {
            long series = RollupPlace.SeriesOf(statement.Number(0)) - 1;
            for (ReadOnlySpan<byte> bytes = statement.Bytes(1); !bytes.IsEmpty;)
            {
                RollupCell cell = RollupCells.Read(ref bytes, out int gap);
                series += gap + 1;
                cells.Add((RollupPlace.BucketOf(statement.Number(0)), series, cell));
            }
        }

        return cells;
    }
}
