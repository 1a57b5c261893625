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

    /// <summary>The statement that adds to a row does what the code does.</summary>
    [Fact]
    public void AddStatement_AnyNumbers_IsTheSumInItsOnlyForm()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        connection.Execute(RollupSchema.Create);
        using var add = new RollupStatement(connection, RollupSchema.Add(RollupLevel.Hour));
        Gen.Select(s_numbers, s_numbers).Array[1, 5].Sample(
            pairs =>
            {
                connection.Execute("DELETE FROM hour");
                RollupSum quantity = default, amount = default;
                foreach ((Int128 left, Int128 right) in pairs)
                {
                    (RollupSum q, RollupSum a) = (RollupSum.Of(left / 8), RollupSum.Of(right / 8));
                    (quantity, amount) = (quantity.Plus(q), amount.Plus(a));
                    add.Run(7, 8, 1, 2, q.High, q.Middle, q.Low, a.High, a.Middle, a.Low);
                }

                using SqliteCommand command = connection.Command("SELECT * FROM hour");
                using SqliteDataReader reader = command.ExecuteReader();
                reader.Read().Should().BeTrue();
                Enumerable.Range(0, 10).Select(reader.GetInt64).Should().Equal(
                    7, 8, pairs.Length, 2 * pairs.Length, quantity.High, quantity.Middle, quantity.Low, amount.High, amount.Middle, amount.Low);
            },
            iter: 200,
            threads: 1);
    }

    [Fact]
    public void AddStatement_MoreThan64Bits_FailsAndRoundsNothing()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        connection.Execute(RollupSchema.Create);
        using var add = new RollupStatement(connection, RollupSchema.Add(RollupLevel.Hour));
        add.Run(1, 1, 1, 1, 0, 0, 0, long.MaxValue, 0, 0);

        FluentActions.Invoking(() => add.Run(1, 1, 1, 1, 0, 0, 0, 1, 0, 0)).Should().Throw<SqliteException>();
        add.Run(1, 1, 1, 1, 0, 0, 0, -1, 0, 0);

        connection.Number("SELECT a2 FROM hour").Should().Be(long.MaxValue - 1);
    }
}
