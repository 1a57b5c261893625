using CsCheck;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public class CostReportPropertyTests
{
    private static readonly string[][] s_groupings =
    [
        ["project"], ["project", "model"], ["tag.team", "user"], ["tag.none"], ["category", "currency"], ["item"], ["line", "unit"], ["kind", "resource"], ["month", "project"], ["day"], ["hour", "tag.team"],
        ["minute"], ["day", "month", "line"],
    ];

    private static readonly string[] s_zones = ["UTC", "Asia/Shanghai", "America/New_York", "Asia/Kathmandu"];

    /// <summary>Whatever was rolled up before, however the period lies and by whatever it is grouped: the report is what the records say.</summary>
    [Fact]
    public void ReportAsync_AnyHistoryPeriodAndGrouping_IsWhatTheRecordsSay() => Gen.Select(
            Histories.Any, Gen.Int[0, 60], Gen.Int[0, s_groupings.Length - 1], Gen.Int[0, s_zones.Length - 1], Gen.Int[0, s_zones.Length - 1], Gen.Int[0, 100 * 24 * 60], Gen.Int[1, 100 * 24 * 60 * 60])
        .Sample(
            static (steps, rolledUp, grouping, billing, zone, ago, seconds) =>
            {
                using MeteredHost host = Histories.Host(s_zones[billing]);
                var charges = new List<long>();
                for (int i = 0; i < steps.Length; i++)
                {
                    Histories.Do(host, steps[i], charges);
                    if (i == rolledUp)
                    {
                        host.RollUp();
                    }
                }

                DateTimeOffset from = new DateTimeOffset(2026, 8, 22, 0, 0, 0, TimeSpan.Zero).AddMinutes(-ago);
                DateTimeOffset until = from.AddSeconds(seconds);
                Report(host, r => r.Between(from, until)).Should().Equal(NaiveReport.Of(host.Records, from, until, s_zones[billing], s_groupings[grouping]));

                // A month of any zone.
                TimeZoneInfo info = TimeZoneInfo.FindSystemTimeZoneById(s_zones[zone]);
                (from, until) = (Local(2026, 8), Local(2026, 9));
                Report(host, r => r.Period(2026, 8, s_zones[zone])).Should().Equal(NaiveReport.Of(host.Records, from, until, s_zones[zone], s_groupings[grouping]));

                DateTimeOffset Local(int year, int month)
                {
                    var local = new DateTime(year, month, 1, 0, 0, 0, DateTimeKind.Unspecified);
                    return new DateTimeOffset(local, info.GetUtcOffset(local));
                }

                List<string> Report(MeteredHost metered, Action<CostQuery> period)
                {
                    CostReport report = metered.Report(r =>
                    {
                        period(r);
                        r.GroupBy(s_groupings[grouping]);
                    });
                    report.IsWhole.Should().BeTrue();
                    return NaiveReport.Of(report);
                }
            },
            iter: 120);

    /// <summary>Amounts are converted by the rate of the day of each use, wherever the sums come from; what has no rate is told.</summary>
    [Fact]
    public void ReportAsync_AnyRates_ConvertEachDayByItsOwn() => Gen.Select(
            Gen.Select(Gen.Int[0, 89], Gen.Int[1, 1_000], Gen.Bool).Array[1, 30], Gen.Select(Gen.Int[0, 89], Gen.Int[1, 900]).Array[0, 5], Gen.Int[0, 30], Gen.Bool)
        .Sample(
            static (uses, rates, rolledUp, shanghai) =>
            {
                string zone = shanghai ? "Asia/Shanghai" : "UTC";
                var first = new DateOnly(2026, 5, 25);
                FxRate[] fx = [.. rates.DistinctBy(static rate => rate.Item1).Select(rate => new FxRate(Currency.Cny, Currency.Usd, first.AddDays(rate.Item1), rate.Item2 / 1_000m))];
                using var host = new MeteredHost(b => b.ConfigurePrices(o => o.Host = new PriceList { FxRates = fx }), o => o.BillingZone = zone);
                var known = new FxRates(fx);
                var converted = new ExactTotals();
                var unconverted = new ExactTotals();
                for (int i = 0; i < uses.Length; i++)
                {
                    (int day, int seconds, bool isModel) = uses[i];
                    DateTimeOffset time = new DateTimeOffset(first.AddDays(day), new TimeOnly(3, 17, 5), TimeSpan.FromHours(shanghai ? 8 : 0));
                    CostReceipt receipt = isModel
                        ? host.Tracker.TrackModel("claude-haiku-4-5", seconds, new CostTerms { EventTime = time })
                        : host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(seconds), new CostTerms { EventTime = time });
                    if (known.TryFind(receipt.Exact.Currency, Currency.Usd, first.AddDays(day), out _))
                    {
                        converted.Add(known.Convert(receipt.Exact, Currency.Usd, first.AddDays(day)));
                    }
                    else
                    {
                        unconverted.Add(receipt.Exact);
                    }

                    if (i == rolledUp)
                    {
                        host.RollUp();
                    }
                }

                CostReport report = host.Report(r => r.Year(2026));

                report.Total.ConvertedCost.Should().Be(converted[Currency.Usd]);
                report.Total.Unconverted.Select(static amount => amount.Amount).Should().Equal(unconverted.Totals);
            },
            iter: 60);
}
