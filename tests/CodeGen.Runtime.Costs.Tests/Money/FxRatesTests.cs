using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>A rate is the latest that is not after the day, and is never guessed.</summary>
public sealed class FxRatesTests
{
    private static readonly DateOnly s_day = new(2026, 3, 10);
    private static readonly FxRates s_rates = new([new(Currency.Usd, Currency.Cny, s_day, 7.2m), new(Currency.Usd, Currency.Cny, s_day.AddDays(-7), 7.1m)]);

    [Theory]
    [InlineData(0, "7.2")]
    [InlineData(100, "7.2")]
    [InlineData(-1, "7.1")]
    [InlineData(-7, "7.1")]
    public void TryFind_ADay_LatestNotAfterIt(int days, string rate)
    {
        s_rates.TryFind(Currency.Usd, Currency.Cny, s_day.AddDays(days), out FxRate found).Should().BeTrue();

        found.Rate.Should().Be(decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Convert_BeforeTheFirst_SaysWhatIsMissing() =>
        FluentActions.Invoking(static () => s_rates.Convert(ExactMoney.Of(1m, Currency.Usd), Currency.Cny, s_day.AddDays(-8)))
            .Should().Throw<FxRateMissingException>().WithMessage("*USD to CNY on 2026-03-02*Add one*").Which.To.Should().Be(Currency.Cny);

    [Fact]
    public void TryFind_TheOtherWay_IsNotDerived() => s_rates.TryFind(Currency.Cny, Currency.Usd, s_day, out _).Should().BeFalse();

    [Fact]
    public void TryFind_ItsOwnCurrency_IsOne()
    {
        FxRates.None.TryFind(Currency.Eur, Currency.Eur, s_day, out FxRate rate).Should().BeTrue();

        rate.Rate.Should().Be(1m);
    }

    [Fact]
    public void Convert_Parts_EqualTheWhole() => Gen.Select(Gen.Long[0, 1_000_000_000_000], Gen.Long[0, 1_000_000_000_000], Gen.Long[1, 1_000_000_000]).Sample(static (one, other, digits) =>
    {
        var rates = new FxRates([new(Currency.Usd, Currency.Cny, s_day, digits / 1_000_000m)]);
        var parts = new ExactTotals();
        parts.Add(rates.Convert(ExactMoney.FromPicos(one, 3, Currency.Usd), Currency.Cny, s_day));
        parts.Add(rates.Convert(ExactMoney.FromPicos(other, 3, Currency.Usd), Currency.Cny, s_day));

        parts.Exact(Currency.Cny).Should().Be(rates.Convert(ExactMoney.FromPicos((Int128)one + other, 3, Currency.Usd), Currency.Cny, s_day));
    });

    [Theory]
    [InlineData("USD", "USD", "7", "*not between two currencies*")]
    [InlineData("USD", "XXX", "7", "*not between two currencies*")]
    [InlineData("USD", "CNY", "0", "*not above 0*")]
    [InlineData("USD", "CNY", "-7", "*not above 0*")]
    [InlineData("USD", "CNY", "7.1234567890123", "*more than 12 decimals*")]
    public void New_WrongRate_SaysWhy(string from, string to, string rate, string message) =>
        FluentActions.Invoking(() => new FxRates([new(Currency.Parse(from), Currency.Parse(to), s_day, decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture))]))
            .Should().Throw<ArgumentException>().WithMessage(message);

    [Fact]
    public void New_TwiceForADay_Refused() =>
        FluentActions.Invoking(static () => new FxRates([new(Currency.Usd, Currency.Cny, s_day, 7.2m), new(Currency.Usd, Currency.Cny, s_day, 7.3m)]))
            .Should().Throw<ArgumentException>().WithMessage("*2026-03-10 is given twice*");
}
