using System.Globalization;
using System.Numerics;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Amounts are exact, of one currency, and the same in any order.</summary>
public sealed class MoneyTests
{
    private static readonly Currency s_yen = Currency.Parse("JPY");
    private static readonly Gen<decimal> s_decimals = Gen.Select(Gen.Long, Gen.Int[0, 18], static (digits, scale) => digits / Power(scale));

    [Fact]
    public void Of_AnyDecimal_IsItsPicosRoundedHalfToEven() => s_decimals.Sample(static amount =>
    {
        BigInteger scaled = Scaled(amount, out BigInteger divisor);
        Money money = Money.Of(amount, Currency.Usd);
        ((BigInteger)money.Picos).Should().Be(HalfToEven(scaled * Money.PicosPerUnit, divisor));
    });

    [Theory]
    [InlineData("0.0000000000005", "0")]
    [InlineData("0.0000000000015", "0.000000000002")]
    [InlineData("-0.0000000000005", "0")]
    [InlineData("-0.0000000000015", "-0.000000000002")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("-79228162514264337593543950335", "-79228162514264337593543950335")]
    public void Of_Edges_RoundsHalfToEven(string amount, string expected)
    {
        // The largest decimals have more picos than an Int128 holds.
        decimal value = decimal.Parse(amount, CultureInfo.InvariantCulture);
        if (Math.Abs(value) > 1e26m)
        {
            FluentActions.Invoking(() => Money.Of(value, Currency.Usd)).Should().Throw<OverflowException>();
            return;
        }

        Money.Of(value, Currency.Usd).ToDecimal().Should().Be(decimal.Parse(expected, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void ToDecimal_WhatADecimalHolds_ComesBack() => Gen.Long.Sample(static digits =>
    {
        decimal amount = digits / 1_000_000_000_000m;
        Money.Of(amount, Currency.Usd).ToDecimal().Should().Be(amount);
    });

    [Fact]
    public void Sum_InAnyOrderAndAnyParts_IsTheSame() =>
        Gen.Select(Gen.Select(Gen.Long, Gen.Int[0, 2]).Array[0, 40], Gen.Int[0, 40], Gen.Int).Sample(static (amounts, cut, seed) =>
        {
            Money[] money = [.. amounts.Select(static a => Money.FromPicos(a.Item1, a.Item2 == 0 ? Currency.Usd : a.Item2 == 1 ? Currency.Cny : s_yen))];
            var straight = new MoneyTotals();
            foreach (Money one in money)
            {
                straight.Add(one);
            }

            var shuffled = (Money[])money.Clone();
            new Random(seed).Shuffle(shuffled);
            var first = new MoneyTotals();
            var second = new MoneyTotals();
            for (int i = 0; i < shuffled.Length; i++)
            {
                (i < cut ? first : second).Add(shuffled[i]);
            }

            second.Add(first);
            second.Sums.Should().Equal(straight.Sums);
        });

    [Fact]
    public void Add_TwoCurrencies_IsRefusedAndNamesThem()
    {
        Money dollars = Money.Of(1, Currency.Usd);
        Money yuan = Money.Of(1, Currency.Cny);
        FluentActions.Invoking(() => dollars + yuan).Should().Throw<InvalidOperationException>().WithMessage("*USD*CNY*rate*");
        FluentActions.Invoking(() => dollars < yuan).Should().Throw<InvalidOperationException>();
        (dollars == yuan).Should().BeFalse();
    }

    [Fact]
    public void Default_IsAZeroForAnyCurrency()
    {
        Money dollars = Money.Of(1.5m, Currency.Usd);
        (default(Money) + dollars).Should().Be(dollars);
        (dollars - default(Money)).Should().Be(dollars);
        (default(Money) < dollars).Should().BeTrue();
        default(Money).Should().NotBe(Money.Zero(Currency.Usd));
    }

    [Fact]
    public void Add_BeyondWhatFits_ThrowsAndChangesNothing()
    {
        Money most = Money.FromPicos(Int128.MaxValue, Currency.Usd);
        FluentActions.Invoking(() => most + Money.FromPicos(1, Currency.Usd)).Should().Throw<OverflowException>();
        FluentActions.Invoking(() => most * 2).Should().Throw<OverflowException>();
        var totals = new MoneyTotals();
        totals.Add(most);
        totals.Invoking(t => t.Add(most)).Should().Throw<OverflowException>();
        totals[Currency.Usd].Should().Be(most);
    }

    [Theory]
    [InlineData("0.0375", null, "0.0375 USD")]
    [InlineData("1234.5", "F2", "1234.50 USD")]
    [InlineData("0.125", "F2", "0.12 USD")]
    [InlineData("0.135", "F2", "0.14 USD")]
    [InlineData("1234567.891", "N1", "1,234,567.9 USD")]
    [InlineData("0", null, "0 USD")]
    [InlineData("-0.000000000001", null, "-0.000000000001 USD")]
    public void ToString_Format_RoundsHalfToEven(string amount, string? format, string expected) =>
        Money.Of(decimal.Parse(amount, CultureInfo.InvariantCulture), Currency.Usd).ToString(format, CultureInfo.InvariantCulture).Should().Be(expected);

    [Theory]
    [InlineData("usd", "USD")]
    [InlineData("XXX", "XXX")]
    public void Currency_Code_IsReadInAnyCase(string code, string expected) => Currency.Parse(code).Code.Should().Be(expected);

    [Theory]
    [InlineData("")]
    [InlineData("US")]
    [InlineData("USDT")]
    [InlineData("U$D")]
    [InlineData("ÜSD")]
    public void Currency_AnythingElse_IsRefusedWithTheRemedy(string code) =>
        FluentActions.Invoking(() => Currency.Parse(code)).Should().Throw<FormatException>().WithMessage($"'{code}' is not a currency*ISO 4217*");

    private static decimal Power(int scale)
    {
        decimal power = 1;
        for (int i = 0; i < scale; i++)
        {
            power *= 10;
        }

        return power;
    }

    private static BigInteger Scaled(decimal amount, out BigInteger divisor)
    {
        int[] bits = decimal.GetBits(amount);
        BigInteger digits = new decimal(bits[0], bits[1], bits[2], bits[3] < 0, 0) is var whole ? (BigInteger)whole : default;
        divisor = BigInteger.Pow(10, (bits[3] >> 16) & 0xFF);
        return digits;
    }

    private static BigInteger HalfToEven(BigInteger numerator, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(BigInteger.Abs(numerator), divisor, out BigInteger rest);
        int half = (2 * rest).CompareTo(divisor);
        BigInteger rounded = half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
        return numerator.Sign < 0 ? -rounded : rounded;
    }
}
