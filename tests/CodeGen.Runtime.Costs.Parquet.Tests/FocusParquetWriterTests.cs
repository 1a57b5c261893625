using System.Globalization;
using CsCheck;
using FluentAssertions;
using Parquet;
using Parquet.Schema;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests.Focus;

/// <summary>A Parquet file says what the CSV file of the same rows says, cell by cell.</summary>
public sealed class FocusParquetWriterTests
{
    [Fact]
    public void Write_AnyRows_CellsAreThoseOfTheCsvFile() => Gen.Select(FocusRows.Any.Array[0, 30], Gen.Int[1, 12], Gen.Enum<FocusParquetCompression>()).Sample(
        static (rows, groupRows, compression) =>
        {
            Dictionary<string, string>[] csv = CsvText.CellsAsync(rows).Result;
            byte[] file = ParquetText.WriteAsync(rows, new FocusParquetOptions { RowGroupRows = groupRows, Compression = compression }).Result;
            Dictionary<string, string>[] parquet = ParquetText.CellsAsync(file).Result;
            parquet.Should().HaveCount(csv.Length);
            for (int i = 0; i < csv.Length; i++)
            {
                parquet[i].Should().Equal(csv[i]);
            }
        }, iter: 200);

    [Fact]
    public async Task Write_ARow_HasTheTypesOfItsColumns()
    {
        using var stream = new MemoryStream(await ParquetText.WriteAsync([FocusRows.Usage]));
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream);
        DataField[] fields = reader.Schema.GetDataFields();
        fields.Should().HaveCount(47);
        fields.Select(static field => field.Name).Should().BeInAscendingOrder(StringComparer.Ordinal);
        Types(fields, static field => field is DecimalDataField { Precision: 38, Scale: 12, IsNullable: false }).Should().Equal("BilledCost", "ContractedCost", "EffectiveCost", "ListCost", "PricingCurrencyEffectiveCost");
        Types(fields, static field => field is DecimalDataField { Precision: 38, Scale: 18, IsNullable: true }).Should().Equal(
            "ConsumedQuantity", "ContractedUnitPrice", "ListUnitPrice", "PricingCurrencyContractedUnitPrice", "PricingCurrencyListUnitPrice", "PricingQuantity");
        Types(fields, static field => field is DateTimeDataField { IsAdjustedToUTC: true, IsNullable: false }).Should().Equal("BillingPeriodEnd", "BillingPeriodStart", "ChargePeriodEnd", "ChargePeriodStart");
        Types(fields, static field => field is not (DecimalDataField or DateTimeDataField) && !field.IsNullable).Should().Equal(
            "BillingAccountId", "BillingAccountName", "BillingAccountType", "BillingCurrency", "ChargeCategory", "ChargeDescription", "ChargeFrequency", "InvoiceIssuerName", "PricingCurrency",
            "ProviderName", "PublisherName", "ServiceCategory", "ServiceName", "ServiceSubcategory");
    }

    [Theory]
    [InlineData("99999999999999999999999999999999999999")]
    [InlineData("-99999999999999999999999999999999999999")]
    [InlineData("-1")]
    [InlineData("0")]
    public async Task Write_ExtremeAmounts_AreExact(string picos)
    {
        FocusRow row = Credit(Int128.Parse(picos, CultureInfo.InvariantCulture));
        string expected = (await CsvText.CellsAsync(row))[0]["BilledCost"];
        (await ParquetText.CellsAsync(await ParquetText.WriteAsync([row])))[0]["BilledCost"].Should().Be(expected);
    }

    [Fact]
    public async Task Write_AnAmountOf39Digits_IsRefusedAndLeavesNothingBehind()
    {
        using var stream = new MemoryStream();
        await using (var writer = new FocusParquetWriter(stream))
        {
            Int128 least = Int128.Parse("100000000000000000000000000000000000000", CultureInfo.InvariantCulture);
            await writer.Awaiting(w => w.WriteAsync(Credit(least)).AsTask()).Should().ThrowAsync<OverflowException>();
            await writer.Awaiting(static w => w.WriteAsync(Credit(Int128.MinValue) with { ServiceName = "Other API" }).AsTask()).Should().ThrowAsync<OverflowException>().WithMessage("BilledCost has -170141183460469231731687303715884105728 picos*38 digits*");
            await writer.WriteAsync(FocusRows.Usage with { ServiceName = "Other API", ServiceSubcategory = "Bots" });
            writer.Rows.Should().Be(1);
            writer.BilledCost.Should().Equal(FocusRows.Usage.BilledCost);
        }

        (await ParquetText.CellsAsync(stream.ToArray())).Should().ContainSingle();
    }

    [Theory]
    [InlineData("0.1234567890123456789", 18, false)]
    [InlineData("0.1234567890123456789", 19, true)]
    [InlineData("0.1234567890123456780", 18, true)]
    [InlineData("99999999999999999999.999999", 18, true)]
    [InlineData("100000000000000000000", 18, false)]
    [InlineData("-0.0000000000000000000000000001", 28, true)]
    [InlineData("-0.0000000000000000000000000001", 27, false)]
    [InlineData("79228162514264337593543950335", 0, true)]
    [InlineData("1.5", 0, false)]
    public async Task Write_AQuantity_IsExactOrRefused(string quantity, int decimals, bool fits)
    {
        FocusRow row = FocusRows.Usage with { Consumed = new(decimal.Parse(quantity, CultureInfo.InvariantCulture), "Seconds"), Pricing = null, IsCorrection = true, ChargePeriod = FocusPeriod.Hour(new(2026, 2, 3, 4, 0, 0, TimeSpan.Zero)) };
        Func<Task<byte[]>> write = () => ParquetText.WriteAsync([row], new FocusParquetOptions { NumberDecimals = decimals });
        if (fits)
        {
            (await ParquetText.CellsAsync(await write()))[0]["ConsumedQuantity"].Should().Be((await CsvText.CellsAsync(row))[0]["ConsumedQuantity"]);
        }
        else
        {
            (await write.Should().ThrowAsync<OverflowException>()).WithMessage($"ConsumedQuantity is {quantity}; its column is DECIMAL(38, {decimals})*NumberDecimals*");
        }
    }

    [Fact]
    public async Task Write_ARowThatBreaksARule_IsRefusedAsForCsv()
    {
        FocusRow[] bad =
        [
            FocusRows.Usage with { BillingAccount = null! },
            FocusRows.Usage with { ListCost = Money.Of(1, Currency.Usd) },
            FocusRows.Usage with { ChargeDescription = " " },
            FocusRows.Usage with { Sku = null },
            FocusRows.Usage with { ServiceSubcategory = "Bots" },
        ];
        foreach (FocusRow row in bad)
        {
            string csv = (await FluentActions.Awaiting(() => CsvText.WriteAsync([FocusRows.Usage, row])).Should().ThrowAsync<FocusRowException>()).Which.Message;
            (await FluentActions.Awaiting(() => ParquetText.WriteAsync([FocusRows.Usage, row])).Should().ThrowAsync<FocusRowException>()).WithMessage(csv);
        }
    }

    private static FocusRow Credit(Int128 picos) => FocusRows.Costs(FocusRows.Unpriced with { ChargeCategory = FocusChargeCategory.Credit }, Money.FromPicos(picos, Currency.Usd));

    private static IEnumerable<string> Types(DataField[] fields, Func<DataField, bool> condition) => fields.Where(condition).Select(static field => field.Name);
}
