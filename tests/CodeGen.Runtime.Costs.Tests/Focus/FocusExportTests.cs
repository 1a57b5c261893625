using System.Globalization;
using System.Text;
using CsCheck;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests.Focus;

public class FocusExportTests
{
    private static readonly DateTimeOffset s_august = new(2026, 8, 10, 9, 30, 0, TimeSpan.Zero);

    /// <summary>Month by month the rows come to what the ledger has, to the pico, and every row keeps FOCUS' rules: the writer refuses others.</summary>
    [Fact]
    public void WriteFocusAsync_AnyHistory_ComesToTheLedger() => Gen.Select(Histories.Any, Gen.Bool, Gen.Bool).Sample(
        static (steps, shanghai, reprice) =>
        {
            string zone = shanghai ? "Asia/Shanghai" : "UTC";
            using MeteredHost host = Histories.Host(zone);
            var charges = new List<long>();
            foreach (HistoryStep step in steps)
            {
                Histories.Do(host, step, charges);
            }

            if (reprice)
            {
                host.Restart();
                host.Tracker.Adjust(charges[0], Money.Of(1m, Currency.Usd), "later");
            }

            var all = new MoneyTotals();
            var expectedOfAll = new MoneyTotals();
            foreach (int month in Enumerable.Range(1, 12))
            {
                (FocusExport export, Dictionary<string, string>[] rows) = Export(host, month);
                var expected = new ExactTotals();
                foreach (CostRecord record in host.Records.Where(record => MonthOf(record, zone) == month && record.Status != PriceStatus.Unpriced && record.Kind != CostRecordKind.Saving))
                {
                    expected.Add(record.Amount);
                }

                NotZero(export.LedgerCost).Should().Equal(NotZero(expected.Totals));
                var billed = new MoneyTotals();
                foreach (Dictionary<string, string> row in rows)
                {
                    billed.Add(Money.Of(decimal.Parse(row["BilledCost"], CultureInfo.InvariantCulture), Currency.Parse(row["BillingCurrency"])));
                }

                NotZero(billed.Sums).Should().Equal(NotZero(expected.Totals));
                rows.Length.Should().Be((int)export.Rows);
                all.Add(billed);
                foreach (Money total in expected.Totals)
                {
                    expectedOfAll.Add(total);
                }
            }

            NotZero(all.Sums).Should().Equal(NotZero(expectedOfAll.Sums));
        },
        iter: 40);

    [Fact]
    public void WriteFocusAsync_ChargesOfAnHour_AreOneRowAMeterWithTheStatedPrice()
    {
        using MeteredHost host = Histories.Host();
        var terms = new CostTerms { EventTime = s_august, Attribution = new CostAttribution { Project = "p", User = "u", Tags = [new("team", "core")] } };
        host.Tracker.TrackModel("claude-haiku-4-5", new ModelUsage { InputTokens = 3_000, OutputTokens = 350 }, terms);
        host.Tracker.TrackModel("claude-haiku-4-5", new ModelUsage { InputTokens = 1_000, OutputTokens = 50 }, terms with { EventTime = s_august.AddMinutes(20) });
        host.Tracker.TrackModel("claude-haiku-4-5", new ModelUsage { InputTokens = 1_000 }, terms with { EventTime = s_august.AddMinutes(40) });
        host.Tracker.TrackCompute("gpu", TimeSpan.FromSeconds(1), "gpu-1", terms);

        (_, Dictionary<string, string>[] rows) = Export(host, 8);

        rows.Should().HaveCount(4);
        Dictionary<string, string> input = rows.Single(static row => row["ConsumedQuantity"] == "4000");
        (input["ChargePeriodStart"], input["BillingPeriodStart"], input["ConsumedUnit"], input["PricingQuantity"], input["PricingUnit"], input["ContractedUnitPrice"])
            .Should().Be(("2026-08-10T09:00:00Z", "2026-08-01T00:00:00Z", "Tokens", "0.004", "1000000 Tokens", "1"));
        (input["SkuId"], input["SkuMeter"], input["ProviderName"], input["SubAccountId"], input["ServiceSubcategory"])
            .Should().Be(("claude-haiku-4-5/input", "Input Tokens", "anthropic", "p", "Generative AI"));
        input["Tags"].Should().Be("""{"cost/model":"claude-haiku-4-5","cost/project":"p","cost/user":"u","team":"core"}""");
        Dictionary<string, string> gpu = rows.Single(static row => row["SkuId"] == "gpu");
        (gpu["ConsumedQuantity"], gpu["ConsumedUnit"], gpu["PricingUnit"], gpu["ContractedUnitPrice"], gpu["BilledCost"], gpu["ResourceId"])
            .Should().Be(("1", "Seconds", "Hours", "2.35", "0.000652777778", "gpu-1"));
    }

    [Fact]
    public async Task WriteFocusAsync_CorrectionsOfTheSameMonth_AreInTheRow()
    {
        string price = "1";
        using var host = new MeteredHost(b => b.ConfigurePrices(o => o.Host = Lists.Parse($$"""{ "meters": [{ "name": "m", "unit": "piece", "prices": [{ "price": "{{price}}" }] }] }""")));
        CostReceipt first = host.Tracker.TrackStorage("m", 10);
        CostReceipt second = host.Tracker.TrackStorage("m", 7);
        price = "2";
        host.Restart();
        await host.Tracker.RepriceAsync(MeteredHost.Began.AddDays(-1), MeteredHost.Began.AddDays(1));
        await host.Tracker.ReverseAsync(second.Sequence, "never");
        host.Tracker.Adjust(first.Sequence, Money.Of(-3m, Currency.Usd), "credit");

        (FocusExport export, Dictionary<string, string>[] rows) = Export(host, 8);

        rows.Select(static row => (row["ChargeCategory"], row["ChargeClass"], row["ConsumedQuantity"], row["ContractedUnitPrice"], row["BilledCost"])).Should().BeEquivalentTo(
            [("Usage", "", "10", "2", "20"), ("Credit", "", "", "", "-3")]);
        export.LedgerCost.Should().Equal(Money.Of(17m, Currency.Usd));
    }

    [Fact]
    public async Task WriteFocusAsync_CorrectionsOfALaterMonth_AreCorrectionsThere()
    {
        string price = "1";
        using var host = new MeteredHost(b => b.ConfigurePrices(o => o.Host = Lists.Parse($$"""{ "meters": [{ "name": "m", "unit": "piece", "prices": [{ "price": "{{price}}" }] }] }""")));
        CostReceipt first = host.Tracker.TrackStorage("m", 10);
        CostReceipt second = host.Tracker.TrackStorage("m", 7);
        await host.Tracker.ReverseAsync(second.Sequence, "never");
        host.Time.Advance(TimeSpan.FromDays(20));
        price = "2";
        host.Restart();
        await host.Tracker.RepriceAsync(MeteredHost.Began.AddDays(-1), MeteredHost.Began.AddDays(1));
        host.Tracker.Adjust(first.Sequence, Money.Of(-3m, Currency.Usd), "credit");
        await host.Tracker.ReverseAsync(first.Sequence, "never");

        (_, Dictionary<string, string>[] august) = Export(host, 8);
        (FocusExport export, Dictionary<string, string>[] september) = Export(host, 9);

        august.Select(static row => (row["ChargeClass"], row["ConsumedQuantity"], row["BilledCost"])).Should().Equal(("", "10", "10"));
        september.Select(static row => (row["ChargeClass"], row["ChargeCategory"], row["ConsumedQuantity"], row["BilledCost"])).Should().BeEquivalentTo(
            [("Correction", "Usage", "0", "10"), ("Correction", "Usage", "-10", "-20"), ("Correction", "Credit", "", "-3"), ("Correction", "Adjustment", "", "3")]);
        september.Should().OnlyContain(static row => row["ChargePeriodStart"] == "2026-08-20T12:00:00Z" && row["BillingPeriodStart"] == "2026-09-01T00:00:00Z");
        export.LedgerCost.Should().Equal(Money.Of(-10m, Currency.Usd));
    }

    [Fact]
    public void WriteFocusAsync_ContractPrice_HasThePublishedOneBesideIt()
    {
        using var host = new MeteredHost(static b => b.ConfigurePrices(static o => o.Contract = new PriceList { Models = [ModelPrice.Flat("claude-haiku-4-5", 0.9m, 4m)] }));
        host.Tracker.TrackModel("claude-haiku-4-5", new ModelUsage { InputTokens = 1_000_000 });

        (_, Dictionary<string, string>[] rows) = Export(host, 8);

        Dictionary<string, string> row = rows.Single();
        (row["BilledCost"], row["ContractedUnitPrice"], row["ListCost"], row["ListUnitPrice"]).Should().Be(("0.9", "0.9", "1", "1"));
    }

    [Fact]
    public void WriteFocusAsync_UseWithoutPrice_HasNoRowAndIsTold()
    {
        using MeteredHost host = Histories.Host();
        host.Tracker.TrackModel("who?", 100);

        (FocusExport export, Dictionary<string, string>[] rows) = Export(host, 8);

        rows.Should().BeEmpty();
        export.Unpriced.Should().Equal(new UnpricedUse("who?", 1));
    }

    private static (FocusExport Export, Dictionary<string, string>[] Rows) Export(MeteredHost host, int month)
    {
        using var stream = new MemoryStream();
        var writer = new FocusCsvWriter(stream);
        FocusExport export = host.Services.GetRequiredService<ICostReports>().WriteFocusAsync(writer, 2026, month).GetAwaiter().GetResult();
        writer.FlushAsync().AsTask().GetAwaiter().GetResult();
        return (export, CsvText.Parse(Encoding.UTF8.GetString(stream.ToArray())));
    }

    private static IEnumerable<Money> NotZero(IEnumerable<Money> amounts) => amounts.Where(static amount => !amount.IsZero);

    private static int MonthOf(CostRecord record, string zone)
    {
        DateTime used = Local(record.EventTime);
        DateTime booked = Local(record.IngestTime);
        return record.Kind == CostRecordKind.Adjustment && booked > used ? booked.Month : used.Month;

        DateTime Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime;
    }
}
