using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests.Focus;

/// <summary>A row that would break a rule is refused, and the message names column, value and rule.</summary>
public sealed class FocusRowCheckTests
{
    private static readonly FocusRow s_usage = FocusRows.Usage;
    private static readonly FocusRow s_credit = FocusRows.Unpriced with { ChargeCategory = FocusChargeCategory.Credit };
    private static readonly Money s_cent = Money.Of(0.01m, Currency.Usd);

    private static readonly (FocusRow Row, string Message)[] s_broken =
    [
        (s_usage with { BillingAccount = null! }, "BillingAccountId is missing*BillingAccountId-C-001-M*"),
        (s_usage with { BillingAccount = new("a", "", "t") }, "BillingAccountName is ''; *empty text*NullHandling-A-002-M*"),
        (s_usage with { ProviderName = null! }, "ProviderName is missing; it always has a value (FOCUS 1.2, ProviderName-C-003-M)."),
        (s_usage with { ChargeDescription = " " }, "ChargeDescription is ' '*"),
        (s_usage with { ChargeDescription = "a\0" }, "ChargeDescription is 'a\\u0000'*character 1*StringHandling-A-001-M*"),
        (s_usage with { ChargeDescription = "a\uD800b" }, "ChargeDescription is 'a\\uD800b'*StringHandling-A-001-M*"),
        (s_usage with { ChargeDescription = new string('x', 100) + '\0' }, $"ChargeDescription is '{new string('x', 64)}…'*"),
        (s_usage with { Tags = new Dictionary<string, string?> { ["a"] = "\uDC00" } }, "Tags is '\\uDC00'*"),
        (s_usage with { Tags = new Dictionary<string, string?> { [" "] = "b" } }, "Tags is ' '; a key is not blank*"),
        (s_usage with { ServiceSubcategory = "LLM" }, "ServiceSubcategory is 'LLM'*'Generative AI'*ServiceSubcategory-C-003-M*"),
        (s_usage with { ServiceSubcategory = null! }, "ServiceSubcategory is missing*"),
        (s_usage with { ChargeCategory = (FocusChargeCategory)9 }, "ChargeCategory is missing*"),
        (s_usage with { ChargeFrequency = (FocusChargeFrequency)9 }, "ChargeFrequency is missing*"),
        (s_usage with { BillingPeriod = default }, "BillingPeriodEnd is missing*Month or Hour*"),
        (s_usage with { ChargePeriod = default }, "ChargePeriodEnd is missing*"),
        (s_usage with { IsCorrection = true }, "ChargeClass is 'Correction'*within its own billing period*ChargeClass-C-003-C*"),
        (s_usage with { BilledCost = default }, "BillingCurrency is 'XXX'*BillingCurrency-C-006-M*"),
        (s_usage with { BilledCost = Money.Of(1, Currency.Parse("TOK")) }, "BillingCurrency is 'TOK'*"),
        (s_usage with { EffectiveCost = Money.Of(1, Currency.Cny) }, "EffectiveCost is 1 CNY; it is in the billing currency, USD*EffectiveCost-C-006-M*"),
        (s_usage with { ListCost = Money.Of(1, Currency.Cny) }, "ListCost is 1 CNY*"),
        (s_usage with { ContractedCost = Money.Of(1, Currency.Cny) }, "ContractedCost is 1 CNY*"),
        (s_usage with { InvoiceIssuerName = "Marketplace" }, "BilledCost is 0.0024 USD; it is 0 where InvoiceIssuerName 'Marketplace' is not ProviderName 'Anthropic'*BilledCost-C-005-C*"),
        (s_usage with { ListCost = s_cent }, "ListCost is 0.01 USD; it is ListUnitPrice × PricingQuantity, 1 × 0.0024*ListCost-C-009-C*"),
        (s_usage with { ContractedCost = Money.Of(0.002400000001m, Currency.Usd) }, "ContractedCost is 0.002400000001 USD*ContractedUnitPrice-C-011-C*"),
        (s_usage with { Pricing = s_usage.Pricing! with { ListUnitPrice = -1 } }, "ListUnitPrice is -1; a unit price is not negative*"),
        (s_usage with { Pricing = s_usage.Pricing! with { ContractedUnitPrice = null } }, "ContractedUnitPrice is missing*ContractedUnitPrice-C-006-C*"),
        (s_usage with { Pricing = s_usage.Pricing! with { Category = (FocusPricingCategory)9 } }, "PricingCategory is missing*"),
        (s_usage with { Pricing = s_usage.Pricing! with { Unit = "1M tokens" } }, "PricingUnit is '1M tokens'*'1000000 Tokens'*PricingUnit-C-003-O*"),
        (s_usage with { Pricing = s_usage.Pricing! with { Unit = null! } }, "PricingUnit is missing*"),
        (s_usage with { Pricing = null }, "PricingQuantity is missing*PricingQuantity-C-005-C*"),
        (s_usage with { Sku = null }, "SkuId is missing*SkuId-C-005-C*"),
        (s_usage with { Sku = new("a", null!, "m") }, "SkuPriceId is missing*"),
        (s_usage with { Sku = s_usage.Sku! with { Details = new Dictionary<string, string> { ["Tier"] = "1" } } }, "SkuPriceDetails is 'Tier'*begins with x_*SkuPriceDetails-C-017-C*"),
        (s_usage with { Sku = s_usage.Sku! with { Details = new Dictionary<string, string> { ["GpuCount"] = "eight" } } }, "SkuPriceDetails is 'eight'; the value of 'GpuCount' is a plain number*"),
        (s_usage with { Consumed = null }, "ConsumedQuantity is missing*ConsumedQuantity-C-006-C*"),
        (s_usage with { Consumed = new(1, "tokens") }, "ConsumedUnit is 'tokens'*"),
        (s_usage with { SubAccount = new("a", null!, "t") }, "SubAccountName is missing*leave all of them out*"),
        (s_usage with { Region = new(null!, "n") }, "RegionId is missing*"),
        (s_usage with { Resource = new("r", null!) }, "ResourceType is missing*"),
        (s_usage with { PricingCurrency = new(default(Money)) }, "PricingCurrency is 'XXX'*"),
        (s_usage with { PricingCurrency = new(s_cent) { ListUnitPrice = 1 } }, "PricingCurrencyContractedUnitPrice is missing*"),
        (s_usage with { PricingCurrency = new(s_cent) { ListUnitPrice = -1, ContractedUnitPrice = 1 } }, "PricingCurrencyListUnitPrice is -1*"),
        (s_usage with { ChargeCategory = FocusChargeCategory.Purchase, Consumed = null }, "ChargeFrequency is 'Usage-Based'*ChargeFrequency-C-004-C*"),
        (s_usage with { ChargeCategory = FocusChargeCategory.Purchase, ChargeFrequency = FocusChargeFrequency.OneTime, Consumed = null }, "EffectiveCost is 0.0024 USD; it is 0 for a purchase*"),
        (s_usage with { ChargeCategory = FocusChargeCategory.Adjustment }, "ConsumedQuantity is 2400; only usage consumes*"),
        (s_usage with { ChargeCategory = FocusChargeCategory.Tax, Consumed = null }, "PricingQuantity is 0.0024; a tax is not priced*"),
        (s_usage with { ChargeCategory = FocusChargeCategory.Tax, Consumed = null, Pricing = null }, "SkuId is 'haiku/input'; a tax has no SKU*"),
        (FocusRows.Unpriced with { ChargeCategory = FocusChargeCategory.Tax, PricingCurrency = new(s_cent) { ContractedUnitPrice = 1 } }, "PricingCurrencyListUnitPrice is 1; a tax*"),
        (s_credit with { EffectiveCost = s_cent }, "EffectiveCost is 0.01 USD; that of a credit is its BilledCost*EffectiveCost-C-010-C*"),
        (s_credit with { ListCost = s_cent }, "ListCost is 0.01 USD*ListCost-C-008-C*"),
        (s_credit with { ContractedCost = s_cent }, "ContractedCost is 0.01 USD*"),
    ];

    public static TheoryData<int> Broken => [.. Enumerable.Range(0, s_broken.Length)];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Write_ABrokenRow_IsRefusedAndSaysWhy(int index)
    {
        await FluentActions.Awaiting(() => CsvText.CellsAsync(s_broken[index].Row)).Should().ThrowAsync<FocusRowException>().WithMessage(s_broken[index].Message);
    }

    [Fact]
    public async Task Write_TwoSkusOfOnePrice_AreRefused()
    {
        FocusRow other = s_usage with { Sku = s_usage.Sku! with { Id = "haiku/output" } };
        FocusRowException refused = (await FluentActions.Awaiting(() => CsvText.CellsAsync(s_usage, other)).Should().ThrowAsync<FocusRowException>()).Which;

        (refused.Column, refused.Rule).Should().Be(("SkuId", "SkuPriceId-C-008-M"));
        refused.Message.Should().Contain("'haiku/output'").And.Contain("'haiku/input'");
    }

    [Theory]
    [InlineData("Search", "ServiceName-C-005-C")]
    [InlineData("Bots", "ServiceName-C-008-C")]
    public async Task Write_OneServiceInTwoSubcategories_IsRefused(string subcategory, string rule)
    {
        FocusRow other = s_usage with { ServiceSubcategory = subcategory };
        (await FluentActions.Awaiting(() => CsvText.CellsAsync(s_usage, other)).Should().ThrowAsync<FocusRowException>()).Which.Rule.Should().Be(rule);
    }

    [Theory]
    [InlineData("Tokens")]
    [InlineData("1000 Requests")]
    [InlineData("GiB-Months")]
    [InlineData("GB")]
    [InlineData("Mb/Second")]
    [InlineData("Units/3 Months")]
    [InlineData("Audio Minutes")]
    public async Task Write_AUnitOfFocus_IsTaken(string unit) => (await CsvText.CellsAsync(s_usage with { Consumed = new(1, unit) }))[0]["ConsumedUnit"].Should().Be(unit);

    [Theory]
    [InlineData("Token")]
    [InlineData("1.5 Tokens")]
    [InlineData("GB-Hour")]
    [InlineData("Hours-GB")]
    [InlineData("GB/Hours")]
    [InlineData("GB/Hour/Day")]
    [InlineData("A-B-Hours")]
    [InlineData("KIB")]
    [InlineData("10")]
    [InlineData("Tokens ")]
    public async Task Write_AnotherUnit_IsRefused(string unit) =>
        await FluentActions.Awaiting(() => CsvText.CellsAsync(s_usage with { Consumed = new(1, unit) })).Should().ThrowAsync<FocusRowException>().WithMessage($"ConsumedUnit is '{unit}'*");

    [Fact]
    public async Task Write_ACostRoundedToThePico_IsItsPriceTimesQuantity()
    {
        // 0.0000000000005 units: rounded down to 0 by half to even, and up to a pico by others.
        FocusRow half = s_usage with { Pricing = new(0.0000005m, "Tokens") { ListUnitPrice = 0.000001m, ContractedUnitPrice = 0.000001m } };

        await CsvText.CellsAsync(FocusRows.Costs(half, Money.Zero(Currency.Usd)), FocusRows.Costs(half, Money.FromPicos(1, Currency.Usd)));
        await FluentActions.Awaiting(() => CsvText.CellsAsync(FocusRows.Costs(half, Money.FromPicos(2, Currency.Usd)))).Should().ThrowAsync<FocusRowException>();
    }
}
