using System.Globalization;
using System.Numerics;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Fractions of picos are kept, and rounded once.</summary>
public sealed class ExactMoneyTests
{
    private static readonly Gen<ExactMoney> s_amounts = Gen.Select(
        Gen.Long[-1_000_000_000_000, 1_000_000_000_000],
        Gen.OneOf(Gen.Const(1L), Gen.Const(1_000L), Gen.Const(3_600L), Gen.Const(36_000_000_000L), Gen.Long[1, 1_000]),
        Gen.Bool,
        static (numerator, denominator, dollars) => ExactMoney.FromPicos(numerator, denominator, dollars ? Currency.Usd : Currency.Cny));

    [Fact]
    public void Default_IsAZeroThatCanBeUsed()
    {
        default(ExactMoney).Denominator.Should().Be((Int128)1);
        default(ExactMoney).Round().Should().Be(default(Money));
        default(ExactMoney).IsZero.Should().BeTrue();
    }

    [Theory]
    [InlineData(1, 2, 0)]
    [InlineData(3, 2, 2)]
    [InlineData(5, 2, 2)]
    [InlineData(-1, 2, 0)]
    [InlineData(-3, 2, -2)]
    [InlineData(1, 3, 0)]
    [InlineData(2, 3, 1)]
    [InlineData(7, 1, 7)]
    public void Round_Parts_HalfToEven(long numerator, long denominator, long picos) =>
        ExactMoney.FromPicos(numerator, denominator, Currency.Usd).Round().Picos.Should().Be((Int128)picos);

    [Fact]
    public void Round_NextToTheLargest_DoesNotOverflow() =>
        ExactMoney.FromPicos(Int128.MaxValue, Int128.MaxValue - 1, Currency.Usd).Round().Picos.Should().Be((Int128)1);

    [Fact]
    public void FromPicos_SameFraction_IsEqual() => Gen.Select(Gen.Long[-1_000_000, 1_000_000], Gen.Long[1, 1_000], Gen.Long[1, 1_000]).Sample(static (numerator, denominator, more) =>
        ExactMoney.FromPicos(numerator * more, denominator * more, Currency.Usd).Should().Be(ExactMoney.FromPicos(numerator, denominator, Currency.Usd)));

    [Fact]
    public void FromPicos_NoParts_Refused() =>
        FluentActions.Invoking(static () => ExactMoney.FromPicos(1, 0, Currency.Usd)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*1 part or more*");

    [Theory]
    [InlineData("0.00000000000049", 12, "0")]
    [InlineData("0.00000000000051", 12, "0.000000000001")]
    [InlineData("0.125", 2, "0.12")]
    [InlineData("0.135", 2, "0.14")]
    [InlineData("12", 0, "12")]
    public void ToDecimal_Places_RoundsOnce(string amount, int places, string expected) =>
        ExactMoney.Of(decimal.Parse(amount, CultureInfo.InvariantCulture), Currency.Usd).ToDecimal(places).Should().Be(decimal.Parse(expected, CultureInfo.InvariantCulture));

    [Fact]
    public void Of_AnyDecimalWithPicos_IsThatMoney() => Gen.Long.Sample(static digits =>
        ExactMoney.Of(digits / 1_000_000_000m, Currency.Usd).Should().Be(ExactMoney.Of(Money.Of(digits / 1_000_000_000m, Currency.Usd))));

    [Fact]
    public void Totals_AnyOrderAndAnyShards_SameToThePico() =>
        Gen.Select(s_amounts.Array[0, 60], Gen.Int[1, 5], Gen.Int).Sample(static (amounts, shards, seed) =>
        {
            var straight = new ExactTotals();
            foreach (ExactMoney amount in amounts)
            {
                straight.Add(amount);
            }

            var random = new Random(seed);
            random.Shuffle(amounts);
            ExactTotals[] parts = [.. Enumerable.Range(0, shards).Select(static _ => new ExactTotals())];
            foreach (ExactMoney amount in amounts)
            {
                parts[random.Next(shards)].Add(amount);
            }

            var joined = new ExactTotals();
            random.Shuffle(parts);
            foreach (ExactTotals part in parts)
            {
                joined.Add(part);
            }

            joined.Totals.Should().Equal(straight.Totals);
        });

    [Fact]
    public void Totals_AgainstFractionsOfAnySize_AreTheirRoundedSum() => s_amounts.Array[1, 40].Sample(static amounts =>
    {
        BigInteger common = 1;
        foreach (ExactMoney amount in amounts)
        {
            common *= (BigInteger)amount.Denominator;
        }

        BigInteger sum = 0;
        var totals = new ExactTotals();
        foreach (ExactMoney amount in amounts.Where(static amount => amount.Currency == Currency.Usd))
        {
            sum += (BigInteger)amount.Numerator * (common / (BigInteger)amount.Denominator);
            totals.Add(amount);
        }

        BigInteger doubled = (BigInteger.Abs((BigInteger)totals[Currency.Usd].Picos * common - sum)) * 2;
        doubled.Should().BeLessThanOrEqualTo(common);
    });

    [Fact]
    public void Totals_OfThirds_AreNotRoundedThreeTimes()
    {
        var totals = new ExactTotals();
        for (int i = 0; i < 3; i++)
        {
            totals.Add(ExactMoney.FromPicos(1, 3, Currency.Usd));
        }

        totals[Currency.Usd].Picos.Should().Be((Int128)1);
        totals.ToString().Should().Be("0.000000000001 USD");
    }

    [Fact]
    public void Totals_TooLarge_StayAsTheyWere()
    {
        var totals = new ExactTotals();
        totals.Add(Money.FromPicos(Int128.MaxValue, Currency.Usd));

        FluentActions.Invoking(() => totals.Add(Money.FromPicos(1, Currency.Usd))).Should().Throw<OverflowException>();

        totals[Currency.Usd].Picos.Should().Be(Int128.MaxValue);
    }
}
