using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>What holds for any price and any request.</summary>
public sealed class PricePropertyTests
{
    private static readonly Gen<decimal> s_rate = Gen.OneOf(
        Gen.Const(0m), Gen.Long[0, 1_000_000].Select(static digits => digits / 1_000m), Gen.Long[0, 1_000_000_000].Select(static digits => digits / 100_000_000m));

    private static readonly Gen<decimal> s_factor = Gen.Int[0, 40].Select(static twentieths => twentieths / 20m);

    /// <summary>A model with a rate for each kind and factors that compose.</summary>
    private static readonly Gen<(ModelPrice Model, decimal Factor)> s_models = Gen.Select(s_rate.Array[15], s_factor, s_factor).Select(static (rates, tier, geo) =>
        (new ModelPrice
        {
            Id = "m",
            Periods = [new() { Cards = [new() { Rates = rates.Select(static (rate, kind) => (kind, rate)).ToDictionary(static one => (TokenKind)one.kind, static one => one.rate) }] }],
            Multipliers = [new() { When = new() { Tiers = ["batch"] }, Factor = tier }, new() { When = new() { Geos = ["us"] }, Factor = geo }],
        }, tier * geo));

    private static readonly ServedModel s_served = new("m") { Tier = "batch", Geo = "us", At = Lists.Day };

    [Fact]
    public void Price_AnyRatesAndFactors_IsTheSumOfItsLines_AndExact() => Gen.Select(s_models, UsageGen.Buckets).Sample(static (one, buckets) =>
    {
        PricedUsage priced = Lists.Book(new PriceList { Models = [one.Model] }).Price(s_served, UsageGen.Of(buckets));
        var lines = new ChargeLine[PricedUsage.MaxLines];
        int count = priced.CopyLinesTo(lines);
        var sum = new ExactTotals();
        var expected = new ExactTotals();
        foreach (ChargeLine line in lines.AsSpan(0, count))
        {
            sum.Add(line.Amount);
            decimal rate = one.Model.Periods[0].Cards[0].Rates[line.Kind];
            line.UnitPrice.Should().Be(rate * one.Factor);
            line.Quantity.Should().Be(buckets[(int)line.Kind]);

            // Rate, factor and count one after another, in whole numbers.
            ExactMoney million = ExactMoney.Of(rate * one.Factor, Currency.Usd);
            expected.Add(ExactMoney.FromPicos(million.Numerator * line.Quantity, million.Denominator * 1_000_000, Currency.Usd));
        }

        sum.Exact(Currency.Usd).Should().Be(priced.Exact);
        expected.Exact(Currency.Usd).Should().Be(priced.Exact);
        priced.Amount.Should().Be(priced.Exact.Round());
        priced.Amount.IsNegative.Should().BeFalse();
        lines.Take(count).Sum(static line => line.Quantity).Should().Be(buckets.Sum());
    }, iter: 300);

    [Fact]
    public void Price_MoreTokensOnOneCard_NeverCostLess() => Gen.Select(s_models, UsageGen.Buckets, Gen.Int[0, 14], Gen.Long[0, 1_000]).Sample(static (one, buckets, kind, more) =>
    {
        PriceBook book = Lists.Book(new PriceList { Models = [one.Model] });
        Money before = book.Price(s_served, UsageGen.Of(buckets)).Amount;
        buckets[kind] += more;
        book.Price(s_served, UsageGen.Of(buckets)).Amount.Should().BeGreaterThanOrEqualTo(before);
    }, iter: 300);

    [Fact]
    public void Version_SamePriceSaidOtherwise_Same_OtherPrice_Other() => Gen.Select(s_rate, s_rate).Sample(static (input, output) =>
    {
        PriceVersion flat = VersionOf(ModelPrice.Flat("m", input, output));
        PriceVersion spelled = VersionOf(new()
        {
            Id = "m",
            Provider = "p",
            Aliases = ["other"],
            Periods = [new() { From = Lists.Day, Cards = [new() { Rates = new Dictionary<TokenKind, decimal> { [TokenKind.Output] = output * 2, [TokenKind.Input] = input * 2, [TokenKind.CacheRead] = input * 2 } }] }],
            Multipliers = [new() { When = new() { Tiers = ["batch"] }, Factor = 0.50m }],
        });
        spelled.Should().Be(flat);
        VersionOf(ModelPrice.Flat("m", input + 0.000001m, output)).Should().NotBe(flat);
        VersionOf(ModelPrice.Flat("m", input, output + 0.000001m)).Should().NotBe(flat);
        VersionOf(ModelPrice.Flat("m", input, output, currency: Currency.Cny)).Should().NotBe(flat);
        flat.Should().NotBe(PriceVersion.None);
    }, iter: 200);

    [Fact]
    public void Version_IsTheSameInEveryProcess() =>
        VersionOf(ModelPrice.Flat("m", 2.5m, 10m, 1.25m)).ToString().Should().Be(PinnedVersion);

    /// <summary>What the ledger of an earlier process has stored must be found again.</summary>
    private const string PinnedVersion = "d386177cdde1bb34";

    [Fact]
    public void Price_WhicheverLayerHasTheCard_IsTheSame() => Gen.Select(s_models, UsageGen.Buckets).Sample(static (one, buckets) =>
    {
        PriceList list = new() { Models = [one.Model] };
        ModelUsage usage = UsageGen.Of(buckets);
        PricedUsage contract = new PriceBook(new() { Contract = list }).Price(s_served, usage);
        PricedUsage host = new PriceBook(new() { Host = list, UseCatalogue = false }).Price(s_served, usage);
        contract.Exact.Should().Be(host.Exact);
        contract.Version.Should().Be(host.Version);
        (contract.Layer, host.Layer).Should().Be((PriceLayer.Contract, PriceLayer.Host));
    }, iter: 20);

    [Fact]
    public void UnitPrice_AnyDecimalOfAFile_ComesBackAsWritten() => Gen.Select(Gen.Int[0, 999_999], Gen.Long[0, 999_999_999_999], Gen.Int[1, 12]).Sample(static (whole, digits, places) =>
    {
        string decimals = digits.ToString("D12", System.Globalization.CultureInfo.InvariantCulture)[..places];
        PriceBook book = Lists.Book($$$"""[{"rates":{"input":"{{{whole}}}.{{{decimals}}}"}}]""");
        var lines = new ChargeLine[1];
        book.Price(s_served with { Tier = null, Geo = null }, new() { InputTokens = 1 }).CopyLinesTo(lines);
        lines[0].UnitPrice.Should().Be(decimal.Parse($"{whole}.{decimals}", System.Globalization.CultureInfo.InvariantCulture));
        lines[0].UnitPrice.ToString($"F{places}", System.Globalization.CultureInfo.InvariantCulture).Should().Be($"{whole}.{decimals}");
    }, iter: 300);

    private static PriceVersion VersionOf(ModelPrice model) => Lists.Book(new PriceList { Models = [model] }).Price(s_served with { Provider = model.Provider, Geo = null }, default).Version;
}
