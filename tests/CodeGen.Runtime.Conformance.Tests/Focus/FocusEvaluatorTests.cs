using System.Text;
using CodeGen.Runtime.Conformance.Focus;

namespace CodeGen.Runtime.Conformance.Tests.Focus;

/// <summary>Each kind of rule that is evaluated can fail, and what is not evaluated is not counted.</summary>
public sealed class FocusEvaluatorTests
{
    private static readonly RuleBook s_book = RuleBook.Embedded();

    /// <summary>Rows, as <see cref="SmallFile.With"/> takes them, parted by <c>|</c>, and one rule that they break.</summary>
    public static TheoryData<string, string> Broken => new()
    {
        { "-BilledCost", "CostAndUsage-D-006-M" },
        { "-InvoiceId", "CostAndUsage-D-033-O" },
        { "-SubAccountName", "CostAndUsage-D-029-C" },
        { "ProviderName=a\0b; InvoiceIssuerName=a\0b", "ProviderName-C-001-M" },
        { "ProviderName=\"\"; InvoiceIssuerName=\"\"", "ProviderName-C-002-M" },
        { "ChargeDescription=   ", "ChargeDescription-C-002-M" },
        { "BilledCost=0.9 USD", "BilledCost-C-001-M" },
        { "BilledCost=0.9 USD", "BilledCost-C-004-M" },
        { "BilledCost=+0.9", "BilledCost-C-002-M" },
        { "ListUnitPrice=1e0", "ListUnitPrice-C-002-M" },
        { "PricingQuantity=1E+0", "PricingQuantity-C-002-M" },
        { "ConsumedQuantity=1,000", "ConsumedQuantity-C-002-M" },
        { "ChargePeriodStart=yesterday", "ChargePeriodStart-C-001-M" },
        { "ChargePeriodStart=2026-03-02 00:00:00", "ChargePeriodStart-C-002-M" },
        { "BillingPeriodEnd=2026-04-01T00:00:00+00:00", "BillingPeriodEnd-C-002-M" },
        { "Tags=a:b", "Tags-C-001-M" },
        { "Tags={\"a\":{\"b\":1}}", "Tags-C-001-M" },
        { "Tags={\"a\":1,\"a\":2}", "Tags-C-001-M" },
        { "SkuPriceDetails=[]", "SkuPriceDetails-C-001-M" },
        { "PricingUnit=1M tokens", "PricingUnit-C-003-O" },
        { "ConsumedUnit=tokens", "ConsumedUnit-C-003-O" },
        { "ConsumedUnit=Token", "ConsumedUnit-C-003-O" },
        { "PricingCurrency=usd", "PricingCurrency-C-003-M" },
        { "BillingCurrency=TOKENS", "BillingCurrency-C-006-M" },
        { "BilledCost=", "BilledCost-C-003-M" },
        { "ChargeFrequency=", "ChargeFrequency-C-002-M" },
        { "ChargeCategory=Other", "ChargeCategory-C-003-M" },
        { "ChargeClass=Corrected", "ChargeClass-C-005-C" },
        { "ServiceSubcategory=Search", "ServiceSubcategory-C-004-M" },
        { "InvoiceIssuerName=Marketplace", "BilledCost-C-005-C" },
        { "ChargeCategory=Purchase; ChargeFrequency=One-Time; ConsumedQuantity=; ConsumedUnit=", "EffectiveCost-C-005-C" },
        { "ChargeCategory=Purchase; EffectiveCost=0; ConsumedQuantity=; ConsumedUnit=", "ChargeFrequency-C-004-C" },
        { "ChargeCategory=Tax; ConsumedQuantity=; ConsumedUnit=", "PricingQuantity-C-004-C" },
        { "ListUnitPrice=-1; ListCost=-1", "ListUnitPrice-C-008-M" },
        { "ListCost=1.000000000001", "ListCost-C-009-C" },
        { "ContractedCost=0.899999999999", "ContractedUnitPrice-C-011-C" },
        { "PricingQuantity=; PricingUnit=", "PricingQuantity-C-005-C" },
        { "SubAccountName=", "SubAccountName-C-005-C" },
        { "SubAccountId=", "SubAccountName-C-004-C" },
        { "SubAccountType=", "SubAccountType-C-003-C" },
        { "BillingAccountType=", "BillingAccountType-C-005-C" },
        { "RegionId=eu", "RegionName-C-005-C" },
        { "ChargeClass=Correction; ConsumedQuantity=; ConsumedUnit=", "ConsumedQuantity-C-006-C" },
        { "SkuId=one|SkuId=other", "SkuPriceId-C-008-M" },
        { "ServiceSubcategory=Search; ServiceCategory=Analytics|", "ServiceName-C-005-C" },
        { "ServiceSubcategory=Bots|", "ServiceName-C-008-C" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Evaluate_ARuleIsBroken_ItFails(string rows, string rule) => Verdict(rows, rule).Failed.Should().BeTrue();

    [Theory]
    [MemberData(nameof(Broken))]
    public void Evaluate_NothingIsBroken_TheSameRuleDoesNotFail(string rows, string rule)
    {
        rows.Should().NotBeEmpty();
        FocusEvaluator.Evaluate(SmallFile.With(""), s_book).Single(v => v.Rule.Id == rule).Failed.Should().BeFalse();
    }

    [Fact]
    public void Evaluate_AGoodRow_BreaksNothing() =>
        FocusEvaluator.Evaluate(SmallFile.With(""), s_book).Where(static v => v.Failed).Select(static v => $"{v.Rule.Id} {v.First}").Should().BeEmpty();

    [Fact]
    public void Evaluate_EveryCheckFunctionThatCanFail_IsBrokenInThisClass()
    {
        IEnumerable<string> evaluated = FocusEvaluator.Evaluate(SmallFile.With(""), s_book).Where(static v => v.NotEvaluated is null).Select(static v => v.Rule.Requirement!.Function);
        IEnumerable<string> broken = Broken.Select(static row => s_book.Find((string)row[1])!.Requirement!.Function);

        evaluated.Distinct().Should().BeSubsetOf(broken);
    }

    [Fact]
    public void Evaluate_BytesThatAreNoUtf8_BreakTypeAndFormatOfTexts()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(SmallFile.Text("ChargeDescription=~"));
        bytes[Array.IndexOf(bytes, (byte)'~')] = 0xE9;

        IEnumerable<string> failed = FocusEvaluator.Evaluate(SmallFile.Read(bytes), s_book).Where(static v => v.Failed).Select(static v => v.Rule.Id);

        failed.Should().BeEquivalentTo("ChargeDescription-C-001-M", "ChargeDescription-C-002-M");
    }

    [Theory]
    [InlineData("", "BilledCost-C-006-M", "nothing that a machine can read: column, validation")]
    [InlineData("", "BilledCost-C-000-M", "only gathers*")]
    [InlineData("", "SubAccountType-C-005-C", "one of several alternatives*")]
    [InlineData("", "Tags-C-002-O", "a permission (MAY)*")]
    [InlineData("", "PricingQuantity-C-004-C", "applies, but no row*")]
    [InlineData("", "CommitmentDiscountId-C-001-M", "does not apply: for providers*")]
    [InlineData("-ChargeFrequency", "ChargeFrequency-C-001-M", "does not apply: about a column*")]
    public void Evaluate_WhatIsNotEvaluated_NeitherPassesNorFails(string rows, string rule, string why)
    {
        RuleVerdict verdict = Verdict(rows, rule);

        verdict.NotEvaluated.Should().Match(why);
        verdict.Passed.Should().BeFalse();
        verdict.Failed.Should().BeFalse();
    }

    [Fact]
    public void Evaluate_AFailure_SaysLineAndCells()
    {
        RuleVerdict verdict = Verdict("|ListCost=2", "ListCost-C-009-C");

        (verdict.Judged, verdict.Broken).Should().Be((2, 1));
        verdict.First.Should().StartWith("line 3: ListUnitPrice '1', PricingQuantity '1', ListCost '2'");
    }

    [Theory]
    [InlineData("{}", "*cannot be read*")]
    [InlineData("no json", "*cannot be read*")]
    public void Read_OtherRules_SayWhatIsWrong(string json, string message) =>
        FluentActions.Invoking(() => RuleBook.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)))).Should().Throw<InvalidDataException>().WithMessage(message);

    [Fact]
    public void Read_OtherRules_AreJudgedByWhatTheySay()
    {
        const string Json = """
            {"ModelRules":{"Mine-1":{"Function":"Validation","Reference":"SkuMeter","EntityType":"Column","Type":"Static","ApplicabilityCriteria":[],"ValidationCriteria":{"MustSatisfy":"so","Keyword":"MUST",
            "Requirement":{"CheckFunction":"CheckValue","ColumnName":"SkuMeter","Value":"Output"},"Condition":{"AND":{"CheckFunction":"CheckValue","ColumnName":"SkuId","Value":"b"}}}},
            "Mine-2":{"Function":"Validation","Reference":"SkuMeter","EntityType":"Column","Type":"Static","ApplicabilityCriteria":[],"ValidationCriteria":{"MustSatisfy":"so","Keyword":"MUST",
            "Requirement":{"CheckFunction":"CheckMoon","ColumnName":"SkuMeter"},"Condition":{}}}}}
            """;
        RuleBook book = RuleBook.Read(new MemoryStream(Encoding.UTF8.GetBytes(Json)));

        IReadOnlyList<RuleVerdict> verdicts = FocusEvaluator.Evaluate(SmallFile.With("SkuId=a", "SkuId=b; SkuMeter=Output", "SkuId=b"), book);

        (verdicts[0].Judged, verdicts[0].Broken).Should().Be((2, 1));
        verdicts[1].NotEvaluated.Should().Be("cannot be read: check function CheckMoon is not known");
    }

    private static RuleVerdict Verdict(string rows, string rule) => FocusEvaluator.Evaluate(SmallFile.With(rows.Split('|')), s_book).Single(v => v.Rule.Id == rule);
}
