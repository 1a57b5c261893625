using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Everything that is not tokens: meters, tiers, allowances, fees.</summary>
public sealed class MeterTests
{
    private const string Egress = """
        {"meters":[{"name":"network.gb-out","unit":"GB","prices":[{"free":"100","tiers":[{"upTo":"10240","price":"0.09"},{"upTo":"51200","price":"0.085"},{"price":"0.07"}]}]}]}
        """;

    private static readonly PriceBook s_egress = Lists.Book(Lists.Parse(Egress));

    [Fact]
    public void ApiSeconds_ByDefault_AThousandthOfAYuan()
    {
        PricedMeter priced = new PriceBook(new()).PriceMeter(MeterNames.ApiSeconds, TimeSpan.FromSeconds(2.4));

        (priced.ToString(), priced.Layer).Should().Be(("0.0024 CNY", PriceLayer.Catalogue));
    }

    [Fact]
    public void ApiSeconds_OfAHost_ComeBeforeTheDefault() =>
        new PriceBook(new() { Host = new() { Meters = [MeterPrice.Flat(MeterNames.ApiSeconds, "hour", 3.6m)] } })
            .PriceMeter("API.Seconds", TimeSpan.FromMilliseconds(1)).ToString().Should().Be("0.000001 USD");

    [Fact]
    public void OtherMeters_WithoutAPrice_AreUnpricedOrRejected()
    {
        new PriceBook(new()).PriceMeter(MeterNames.GpuHours, 1).IsPriced.Should().BeFalse();
        FluentActions.Invoking(static () => new PriceBook(new()).PriceMeter(MeterNames.GpuHours, 1).Amount).Should().Throw<InvalidOperationException>().WithMessage("*compute.gpu-hours*never as 0*");
        FluentActions.Invoking(static () => new PriceBook(new() { UnknownModels = UnknownModelPolicy.Reject }).PriceMeter("gpu\n", 1))
            .Should().Throw<UnknownPriceException>().WithMessage("*'gpu.'*under 'meters'*");
    }

    [Theory]
    [InlineData("0", "100", "0")]
    [InlineData("0", "101", "0.09")]
    [InlineData("99.5", "1", "0.045")]
    [InlineData("10239", "2", "0.175")]
    [InlineData("51200", "1000", "70")]
    [InlineData("0", "60000", "5010.2")]
    public void Tiers_AndAllowance_ByWhatWasUsedBefore(string before, string quantity, string expected) =>
        s_egress.PriceMeter(MeterNames.GigabytesOut, Number(quantity), usedBefore: Number(before)).Amount.ToDecimal().Should().Be(Number(expected));

    [Fact]
    public void Tiers_PartsOfAUse_CostTogetherWhatTheWholeDoes() => Gen.Select(Gen.Long[0, 80_000_000_000], Gen.Long[0, 80_000_000_000], Gen.Long[0, 80_000_000_000]).Sample(static (before, one, other) =>
    {
        decimal used = before / 1_000_000m;
        decimal first = one / 1_000_000m;
        decimal second = other / 1_000_000m;
        var parts = new ExactTotals();
        parts.Add(s_egress.PriceMeter(MeterNames.GigabytesOut, first, usedBefore: used).Exact);
        parts.Add(s_egress.PriceMeter(MeterNames.GigabytesOut, second, usedBefore: used + first).Exact);

        parts.Exact(Currency.Usd).Should().Be(s_egress.PriceMeter(MeterNames.GigabytesOut, first + second, usedBefore: used).Exact);
    });

    [Fact]
    public void Durations_InAnyParts_CostTogetherWhatTheWholeDoes() => Gen.Long[0, TimeSpan.TicksPerHour].Array[1, 30].Sample(static ticks =>
    {
        PriceBook book = Lists.Book(new PriceList { Meters = [MeterPrice.Flat(MeterNames.GpuHours, "hour", 2.49m)] });
        var parts = new ExactTotals();
        foreach (long part in ticks)
        {
            parts.Add(book.PriceMeter(MeterNames.GpuHours, TimeSpan.FromTicks(part)).Exact);
        }

        parts.Exact(Currency.Usd).Should().Be(book.PriceMeter(MeterNames.GpuHours, TimeSpan.FromTicks(ticks.Sum())).Exact);
    });

    [Theory]
    [InlineData("0", "0")]
    [InlineData("0.001", "0.5")]
    [InlineData("1", "2")]
    public void Minimum_OfEachUseThatIsSomething(string quantity, string expected)
    {
        PriceBook book = Lists.Book(Lists.Parse("""{"meters":[{"name":"job","unit":"run","prices":[{"price":"2","minimum":"0.5"}]}]}"""));

        book.PriceMeter("job", Number(quantity)).Amount.ToDecimal().Should().Be(Number(expected));
    }

    [Fact]
    public void Periods_OfAMeter_OneAfterAnother()
    {
        PriceBook book = Lists.Book(Lists.Parse("""{"currency":"EUR","meters":[{"name":"job","unit":"run","prices":[{"to":"2026-08-20","price":"2"},{"from":"2026-08-20","per":1000,"price":"3"}]}]}"""));

        book.PriceMeter("job", 1, Lists.Day.AddTicks(-1)).ToString().Should().Be("2 EUR");
        book.PriceMeter("job", 1, Lists.Day).ToString().Should().Be("0.003 EUR");
        book.PriceMeter("job", 1, Lists.Day).Version.Should().NotBe(book.PriceMeter("job", 1, Lists.Day.AddTicks(-1)).Version);
    }

    [Fact]
    public void Quantity_OfAnotherDimension_Refused()
    {
        FluentActions.Invoking(static () => s_egress.PriceMeter(MeterNames.GigabytesOut, TimeSpan.FromHours(1))).Should().Throw<ArgumentException>().WithMessage("*priced by the GB*");
        FluentActions.Invoking(static () => s_egress.PriceMeter(MeterNames.GigabytesOut, 1, usedBefore: TimeSpan.FromHours(1))).Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("0.0000000001")]
    [InlineData("1000000000000001")]
    public void Quantity_OutOfRange_Refused(string quantity) =>
        FluentActions.Invoking(() => MeterQuantity.Of(Number(quantity))).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Duration_Negative_Refused() =>
        FluentActions.Invoking(static () => MeterQuantity.Of(TimeSpan.FromTicks(-1))).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Fee_PerThousandCalls_Divides() =>
        new PriceBook(new()).PriceFee(new("claude-opus-5") { At = Lists.Day }, "webSearch", 3).ToString().Should().Be("0.03 USD");

    [Theory]
    [InlineData("2026-12-31T23:59:59Z", "1")]
    [InlineData("2027-01-01T00:00:00Z", null)]
    public void Fee_OfTokenHours_UntilItsEnd(string at, string? expected)
    {
        PriceBook book = Lists.Book("""[{"rates":{"input":"1"}}]""", ""","fees":{"cacheStorage":{"unit":"tokenHour","per":1000000,"price":"0.5","to":"2027-01-01"}}""", UnknownModelPolicy.Unpriced);
        ServedModel served = new("m") { At = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture) };

        book.PriceFee(served, "cacheStorage", MeterQuantity.TokenHours(4_000_000, TimeSpan.FromMinutes(30))).ToString().Should().Be(expected is null ? "unpriced" : $"{expected} USD");
        book.Price(served, new() { InputTokens = 1 }).IsPriced.Should().BeTrue();
    }

    [Fact]
    public void Fee_ThatTheModelHasNot_RejectedByName() =>
        FluentActions.Invoking(static () => Lists.Book("""[{"rates":{"input":"1"}}]""").PriceFee(new("m"), "webSearch", 1)).Should().Throw<UnknownPriceException>().WithMessage("*'webSearch' for the model 'm'*");

    [Fact]
    public void Version_OfAPrice_ChangesWithItsFees()
    {
        PriceVersion Version(string price) =>
            Lists.Book("""[{"rates":{"input":"1"}}]""", $$$""","fees":{"webSearch":{"per":1000,"price":"{{{price}}}"}}""").Price(new("m"), default).Version;

        Version("10").Should().Be(Version("10.00"));
        Version("10").Should().NotBe(Version("11"));
    }

    [Fact]
    public void FxRates_OfLayers_TheFirstStatesADay()
    {
        PriceList contract = Lists.Parse("""{"fx":[{"from":"USD","to":"CNY","date":"2026-08-20","rate":"7.0"}]}""");
        PriceList host = Lists.Parse("""{"fx":[{"from":"USD","to":"CNY","date":"2026-08-20","rate":"7.2"},{"from":"USD","to":"CNY","date":"2026-08-21","rate":"7.3"}]}""");
        FxRates rates = new PriceBook(new() { Contract = contract, Host = host }).FxRates;

        rates.Convert(ExactMoney.Of(1m, Currency.Usd), Currency.Cny, new(2026, 8, 20)).Round().ToString().Should().Be("7 CNY");
        rates.Convert(ExactMoney.Of(1m, Currency.Usd), Currency.Cny, new(2026, 8, 25)).Round().ToString().Should().Be("7.3 CNY");
    }

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
