using System.Globalization;
using System.Numerics;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests.Focus;

/// <summary>What is written is what the rows say, to the last digit and character.</summary>
public sealed class FocusCsvWriterTests
{
    [Fact]
    public void Write_AnyRows_SumsAreThoseOfTheRows() => FocusRows.Any.Array[0, 30].Sample(static rows =>
    {
        var expected = new MoneyTotals();
        foreach (FocusRow row in rows)
        {
            expected.Add(row.BilledCost);
        }

        string text = CsvText.WriteAsync(rows).Result;
        Dictionary<string, string>[] cells = CsvText.Parse(text);
        cells.Should().HaveCount(rows.Length);
        foreach (Currency currency in new[] { Currency.Usd, FocusRows.Rupiah })
        {
            BigInteger sum = cells.Where(row => row["BillingCurrency"] == currency.Code).Aggregate(BigInteger.Zero, static (sum, row) => sum + Picos(row["BilledCost"]));
            sum.Should().Be((BigInteger)expected[currency].Picos);
        }
    });

    [Fact]
    public void Write_AnyRows_TextsComeBackAsTheyWere() => FocusRows.Any.Array[1, 5].Sample(static rows =>
    {
        Dictionary<string, string>[] cells = CsvText.Parse(CsvText.WriteAsync(rows).Result);
        for (int i = 0; i < rows.Length; i++)
        {
            cells[i]["ChargeDescription"].Should().Be(rows[i].ChargeDescription);
            cells[i]["SubAccountName"].Should().Be(rows[i].SubAccount!.Name);
            using var tags = System.Text.Json.JsonDocument.Parse(cells[i]["Tags"]);
            tags.RootElement.EnumerateObject().ToDictionary(static p => p.Name, static p => p.Value.ValueKind == System.Text.Json.JsonValueKind.True ? null : p.Value.GetString())
                .Should().BeEquivalentTo(rows[i].Tags);
        }
    });

    [Fact]
    public void Write_AnyAmount_IsAPlainDecimalWithAllDigits() => Gen.Select(Gen.ULong, Gen.ULong).Sample(static (high, low) =>
    {
        Money money = Money.FromPicos((Int128)new UInt128(high, low), Currency.Usd);
        string cell = CsvText.CellsAsync(FocusRows.Costs(FocusRows.Unpriced with { ChargeCategory = FocusChargeCategory.Credit }, money)).Result[0]["BilledCost"];
        cell.Should().MatchRegex(@"^-?[0-9]+(\.[0-9]*[1-9])?$");
        Picos(cell).Should().Be((BigInteger)money.Picos);
    });

    [Theory]
    [InlineData("-170141183460469231731687303715884105728", "-170141183460469231731687303.715884105728")]
    [InlineData("170141183460469231731687303715884105727", "170141183460469231731687303.715884105727")]
    [InlineData("-1", "-0.000000000001")]
    [InlineData("0", "0")]
    [InlineData("1200000000000", "1.2")]
    public async Task Write_ExtremeAmounts_AreExact(string picos, string expected)
    {
        FocusRow row = FocusRows.Unpriced with { ChargeCategory = FocusChargeCategory.Credit };
        (await CsvText.CellsAsync(FocusRows.Costs(row, Money.FromPicos(Int128.Parse(picos, CultureInfo.InvariantCulture), Currency.Usd))))[0]["BilledCost"].Should().Be(expected);
    }

    [Fact]
    public void Write_AnyQuantity_HasAllDigitsOfTheDecimal() => Gen.Decimal.Sample(static amount =>
        decimal.Parse(CsvText.CellsAsync(FocusRows.Usage with { Consumed = new(amount, "Tokens") }).Result[0]["ConsumedQuantity"], CultureInfo.InvariantCulture).Should().Be(amount));

    [Fact]
    public async Task Write_ARow_FillsTheColumns()
    {
        Dictionary<string, string> cells = (await CsvText.CellsAsync(FocusRows.Usage))[0];

        cells.Should().HaveCount(47);
        cells.Should().Contain(new Dictionary<string, string>
        {
            ["BilledCost"] = "0.0024",
            ["BillingCurrency"] = "USD",
            ["BillingPeriodStart"] = "2026-03-01T00:00:00Z",
            ["BillingPeriodEnd"] = "2026-04-01T00:00:00Z",
            ["ChargePeriodStart"] = "2026-03-02T03:00:00Z",
            ["ChargePeriodEnd"] = "2026-03-02T04:00:00Z",
            ["ChargeCategory"] = "Usage",
            ["ChargeClass"] = "",
            ["ChargeFrequency"] = "Usage-Based",
            ["PricingCurrency"] = "USD",
            ["PricingCurrencyEffectiveCost"] = "0.0024",
            ["PricingCurrencyListUnitPrice"] = "1",
            ["ServiceCategory"] = "AI and Machine Learning",
            ["SkuPriceDetails"] = "",
            ["Tags"] = """{"batchable":true,"owner":"a \"b\", c"}""",
        });
    }

    [Fact]
    public async Task Write_ACorrection_HasItsClassAndBothPeriods()
    {
        FocusRow row = FocusRows.Costs(FocusRows.Usage, Money.Of(-0.5m, Currency.Usd)) with { IsCorrection = true, ChargePeriod = FocusPeriod.Hour(new(2026, 2, 3, 4, 0, 0, TimeSpan.Zero)) };

        Dictionary<string, string> cells = (await CsvText.CellsAsync(row))[0];

        cells.Should().Contain("ChargeClass", "Correction").And.Contain("ChargePeriodStart", "2026-02-03T04:00:00Z").And.Contain("BillingPeriodStart", "2026-03-01T00:00:00Z").And.Contain("BilledCost", "-0.5");
    }

    [Fact]
    public async Task Write_OtherPricingCurrencyAndDetails_AreWritten()
    {
        FocusRow row = FocusRows.Usage with
        {
            PricingCurrency = new(Money.Of(0.017m, Currency.Cny)) { ListUnitPrice = 7.1m, ContractedUnitPrice = 7 },
            Sku = FocusRows.Usage.Sku! with { Details = new Dictionary<string, string> { ["x_Tier"] = "7", ["GpuCount"] = "8", ["InstanceType"] = "h100" } },
        };

        Dictionary<string, string> cells = (await CsvText.CellsAsync(row))[0];

        cells.Should().Contain("PricingCurrency", "CNY").And.Contain("PricingCurrencyEffectiveCost", "0.017").And.Contain("PricingCurrencyContractedUnitPrice", "7");
        cells["SkuPriceDetails"].Should().Be("""{"GpuCount":8,"InstanceType":"h100","x_Tier":"7"}""");
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@x")]
    [InlineData("\tx")]
    [InlineData("\rx")]
    [InlineData("＝1")]
    public async Task Write_FormulaText_StaysOrGetsAnApostropheForSpreadsheets(string text)
    {
        FocusRow row = FocusRows.Costs(FocusRows.Unpriced with { ChargeCategory = FocusChargeCategory.Credit, ChargeDescription = text }, Money.Of(-1, Currency.Usd));

        CsvText.Parse(await CsvText.WriteAsync([row]))[0]["ChargeDescription"].Should().Be(text);
        Dictionary<string, string> shown = CsvText.Parse(await CsvText.WriteAsync([row], new() { ForSpreadsheets = true }))[0];
        shown["ChargeDescription"].Should().Be("'" + text);
        shown["BilledCost"].Should().Be("-1");
    }

    [Fact]
    public async Task Write_NoRows_IsTheLineOfNames()
    {
        string text = await CsvText.WriteAsync([]);

        text.Should().StartWith("BilledCost,BillingAccountId,").And.EndWith(",Tags\r\n");
        CsvText.Parse(text).Should().BeEmpty();
    }

    private static BigInteger Picos(string cell)
    {
        string[] parts = cell.Split('.');
        return BigInteger.Parse(parts[0] + (parts.Length > 1 ? parts[1] : "").PadRight(12, '0'), CultureInfo.InvariantCulture);
    }
}
