using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public class CostReportTests
{
    private static readonly DateTimeOffset s_march = new(2026, 3, 10, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public void ReportAsync_ProjectAndModel_IsGroupedDearestFirstWithShares()
    {
        using MeteredHost host = Hosted();
        Use(host, "a", "cheap", 1_000, s_march);
        Use(host, "a", "dear", 1_000, s_march);
        Use(host, "b", "cheap", 5_000, s_march);
        Use(host, "b", "cheap", 5_000, s_march.AddMonths(1));
        host.RollUp();

        CostReport report = host.Report(static r => r.Period(2026, 3).GroupBy("project", "model"));

        report.Groups.Select(static group => string.Join('/', group.Key)).Should().Equal("a/dear", "b/cheap", "a/cheap");
        report.Groups.Select(static group => group.Figures.ConvertedCost).Should().Equal(Usd(0.010m), Usd(0.005m), Usd(0.001m));
        report.Groups.Select(static group => group.Share).Should().Equal(0.625m, 0.3125m, 0.0625m);
        report.Total.Costs.Should().Equal(Usd(0.016m));
        report.Levels.Should().Equal(RollupLevel.Month);
        (report.From, report.Until).Should().Be((new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void ReportAsync_UnitEconomics_AreCostsDividedByRequestsAndTokens()
    {
        using MeteredHost host = Hosted();
        Use(host, "a", "cheap", 3_000, s_march);
        Use(host, "a", "dear", 1_000, s_march);
        host.Tracker.TrackModel("cheap", new ModelUsage { InputTokens = 4_000 }, new CostTerms { EventTime = s_march });
        host.Tracker.TrackCompute("gpu", TimeSpan.FromMinutes(90), null, new CostTerms { EventTime = s_march });

        CostFigures total = host.Report(static r => r.Period(2026, 3)).Total;

        (total.Requests, total.Tokens, total.OutputTokens).Should().Be((3, 8_000, 4_000));
        total.Costs.Should().Equal(Money.Of(3m, Currency.Eur), Usd(0.013m));
        total.PerRequest.Should().Equal(Money.Of(1m, Currency.Eur), Money.FromPicos(4_333_333_333, Currency.Usd));
        total.PerThousandOutputTokens.Should().Equal(Usd(0.00325m));
        total.PerMillionTokens.Should().Equal(Usd(1.625m));
        total.Quantities.Should().Equal(new UsedQuantity("hour", CostQuantity.Of(3, 2)), new UsedQuantity("token", CostQuantity.Of(8_000)));
    }

    [Fact]
    public void ReportAsync_CurrencyWithoutRate_IsToldAndNotGuessed()
    {
        using MeteredHost host = Hosted();
        Use(host, "a", "cheap", 1_000, s_march);
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1_000), new CostTerms { EventTime = s_march });
        host.RollUp();

        CostReport report = host.Report(static r => r.Period(2026, 3).GroupBy("category"));

        report.Total.ConvertedCost.Should().Be(Usd(0.001m));
        UnconvertedAmount left = report.Total.Unconverted.Should().ContainSingle().Subject;
        left.Amount.Should().Be(Money.Of(1m, Currency.Cny));
        left.Reason.Should().Contain("CNY to USD");
        report.Groups.Should().OnlyContain(static group => group.Share == null);
    }

    [Fact]
    public void ReportAsync_RateChangedInAMonthWhoseDaysAreGone_IsToldAndNotGuessed()
    {
        using var host = new MeteredHost(static b => b.ConfigurePrices(static o => o.Host = new PriceList
        {
            FxRates = [new(Currency.Cny, Currency.Usd, new DateOnly(2024, 1, 1), 0.1m), new(Currency.Cny, Currency.Usd, new DateOnly(2024, 3, 15), 0.2m)],
        }));
        foreach (int month in (int[])[2, 3, 4])
        {
            host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1_000), new CostTerms { EventTime = new(2024, month, 20, 0, 0, 0, TimeSpan.Zero) });
        }

        host.RollUp();

        CostFigures total = host.Report(static r => r.Year(2024)).Total;

        total.ConvertedCost.Should().Be(Usd(0.3m));
        total.Unconverted.Should().ContainSingle().Which.Reason.Should().Contain("changed within a month");
    }

    [Fact]
    public void ReportAsync_Top_GathersTheOthers()
    {
        using MeteredHost host = Hosted();
        foreach (int i in Enumerable.Range(1, 6))
        {
            Use(host, $"p{i}", "cheap", i * 1_000, s_march);
            Use(host, $"p{i}", "cheap", 1_000, s_march.AddDays(1));
        }

        CostReport report = host.Report(static r => r.Period(2026, 3).GroupBy("project").Top(2));
        CostReport byDay = host.Report(static r => r.Period(2026, 3).GroupBy("day", "project").Top(2));

        report.Groups.Select(static group => (group.Key[0], group.IsOther, group.Figures.Charges)).Should().Equal(("p6", false, 2), ("p5", false, 2), (null, true, 8));
        report.Groups.Sum(static group => group.Share).Should().Be(1m);
        byDay.Groups.Select(static group => string.Join('/', group.Key)).Should().Equal("2026-03-10/p6", "2026-03-10/p5", "2026-03-10/", "2026-03-11/p5", "2026-03-11/p6", "2026-03-11/");
    }

    [Fact]
    public void ReportAsync_ComparedWithTheMonthBefore_TellsDifferencesNewAndVanished()
    {
        using MeteredHost host = Hosted();
        Use(host, "stays", "cheap", 3_000, s_march);
        Use(host, "new", "cheap", 1_000, s_march);
        Use(host, "stays", "cheap", 2_000, s_march.AddMonths(-1));
        Use(host, "gone", "cheap", 1_000, s_march.AddMonths(-1));
        host.RollUp();

        CostReport report = host.Report(static r => r.Period(2026, 3).GroupBy("project").CompareWithPrevious());

        CostChange stays = report.Groups[0].Change!;
        (stays.IsNew, stays.ConvertedDifference, stays.Ratio).Should().Be((false, Usd(0.001m), 1.5m));
        (report.Groups[1].Change!.IsNew, report.Groups[1].Change!.ConvertedDifference).Should().Be((true, Usd(0.001m)));
        report.Vanished.Should().ContainSingle().Which.Change!.Differences.Should().Equal(Usd(-0.001m));
        (report.TotalChange!.ConvertedDifference, report.TotalChange.Ratio).Should().Be((Usd(0.001m), 1.333333m));
    }

    [Fact]
    public void ReportAsync_Savings_StandBesideCosts()
    {
        using MeteredHost host = Hosted();
        Use(host, "a", "cheap", 1_000, s_march);
        host.Tracker.TrackSaving(CostUse.Model(new ServedModel("dear"), new ModelUsage { OutputTokens = 1_000 }), new CostTerms { EventTime = s_march, Attribution = new CostAttribution { Project = "a" } });

        CostReportGroup group = host.Report(static r => r.Period(2026, 3).GroupBy("project")).Groups.Single();

        group.Figures.Costs.Should().Equal(Usd(0.001m));
        group.Figures.Savings.Should().Equal(Usd(0.01m));
        (group.Figures.Charges, group.Figures.SavingRecords, group.Figures.Tokens).Should().Be((1, 1, 1_000));
    }

    [Fact]
    public void ReportAsync_UnpricedUses_AreListedByName()
    {
        using MeteredHost host = Hosted();
        Use(host, "a", "who?", 10, s_march);
        Use(host, "b", "who?", 10, s_march);
        Use(host, "b", "what?", 10, s_march);
        host.RollUp();
        Use(host, "b", "what?", 10, s_march);

        CostReport report = host.Report(static r => r.Period(2026, 3));

        report.Unpriced.Should().Equal(new UnpricedUse("what?", 2), new UnpricedUse("who?", 2));
        report.Total.Unpriced.Should().Be(4);
        report.Total.Costs.Should().BeEmpty();
    }

    [Fact]
    public async Task ReportAsync_ReversedChargeThatWasPricedLate_ComesToNothing()
    {
        string prices = """{ "models": [] }""";
        using var host = new MeteredHost(b => b.ConfigurePrices(o => o.Host = Lists.Parse(prices)));
        CostReceipt charge = host.Tracker.TrackModel("mine", 1_000_000);
        prices = """{ "models": [{ "id": "mine", "prices": [{ "cards": [{ "rates": { "input": "1", "output": "5" } }] }] }] }""";
        host.Restart();
        await host.Tracker.RepriceAsync(MeteredHost.Began.AddDays(-1), MeteredHost.Began.AddDays(1));
        host.Tracker.TotalCost().Should().Equal(Usd(5m));

        await host.Tracker.ReverseAsync(charge.Sequence, "never happened");

        host.Tracker.TotalCost().Should().Equal(Usd(0));
        host.Report(static r => r.Year(2026)).Total.Costs.Should().Equal(Usd(0));
    }

    [Fact]
    public async Task ReportAsync_RequestCosts_AreTheExactPercentilesWithCorrections()
    {
        using MeteredHost host = Hosted();
        var sequences = new List<long>();
        foreach (int i in Enumerable.Range(1, 100))
        {
            sequences.Add(Use(host, i % 2 == 0 ? "even" : "odd", "cheap", i * 1_000, s_march.AddMinutes(i)).Sequence);
        }

        host.RollUp();
        host.Tracker.Adjust(sequences[99], Usd(-0.1m), "credit");
        await host.Tracker.ReverseAsync(sequences[97], "never");

        CostReport report = host.Report(static r => r.Period(2026, 3).GroupBy("project").WithRequestCosts());

        report.Total.RequestCosts.Should().Equal(new RequestCosts(100, Usd(0.048m), Usd(0.093m)));
        report.Groups.Single(static group => group.Key[0] == "odd").Figures.RequestCosts.Should().Equal(new RequestCosts(50, Usd(0.049m), Usd(0.095m)));
    }

    [Fact]
    public void ReportAsync_HostileNames_AreValuesAndNothingElse()
    {
        using MeteredHost host = Hosted();
        foreach (string name in Histories.Names)
        {
            host.Tracker.TrackModel(
                "cheap", 1_000, new CostTerms { EventTime = s_march, Attribution = new CostAttribution { Project = name, User = name, Service = name, Resource = name, Tags = [new("team", name)] } });
        }

        host.RollUp();
        foreach (string name in Histories.Names.Select(static name => new CostAttribution { Project = name }.Project!))
        {
            foreach (string dimension in (string[])["project", "user", "service", "resource", "tag.team"])
            {
                host.Report(r => r.Period(2026, 3).Where(dimension, name).GroupBy(dimension)).Groups.Should().ContainSingle().Which.Key.Should().Equal(name);
            }
        }

        host.Report(static r => r.Period(2026, 3).Where("item", "x' OR 1=1 --")).Total.Charges.Should().Be(0);
        host.Report(static r => r.Period(2026, 3)).Total.Charges.Should().Be(Histories.Names.Length);
    }

    [Fact]
    public void ReportAsync_Filters_MustAllBeMet()
    {
        using MeteredHost host = Hosted();
        Use(host, "a", "cheap", 1_000, s_march);
        Use(host, "b", "cheap", 1_000, s_march);
        Use(host, null, "dear", 1_000, s_march);
        host.Tracker.TrackApi("GET /", TimeSpan.FromSeconds(1), new CostTerms { EventTime = s_march });
        foreach (int _ in (int[])[0, 1])
        {
            Charges(static r => r.Where("project", "a", "b")).Should().Be(2);
            Charges(static r => r.Where("project", "a", null)).Should().Be(3);
            Charges(static r => r.Where("project", [null]).Where("category", "model")).Should().Be(1);
            Charges(static r => r.Where("currency", "CNY")).Should().Be(1);
            Charges(static r => r.Where("kind", "saving")).Should().Be(0);
            Charges(static r => r.Where("line", "output")).Should().Be(3);
            host.RollUp();
        }

        long Charges(Action<CostQuery> filter) => host.Report(r => filter(r.Period(2026, 3))).Total.Charges;
    }

    [Fact]
    public void ReportAsync_MonthOfDaylightSaving_HasItsHours()
    {
        using var host = new MeteredHost(static b => b.ConfigurePrices(static o => o.Host = Lists.Parse(Prices)), static o => o.BillingZone = "Europe/Berlin");
        DateTimeOffset first = new(2026, 3, 1, 0, 0, 0, TimeSpan.FromHours(1));
        DateTimeOffset next = new(2026, 4, 1, 0, 0, 0, TimeSpan.FromHours(2));
        foreach (DateTimeOffset time in (DateTimeOffset[])[first.AddTicks(-1), first, next.AddTicks(-1), next])
        {
            Use(host, "a", "cheap", 1_000, time);
        }

        host.RollUp();

        host.Report(static r => r.Period(2026, 3)).Total.Charges.Should().Be(2);
        host.Report(static r => r.Day(new DateOnly(2026, 3, 29)).GroupBy("day")).Groups.Should().BeEmpty();
        host.Report(static r => r.Year(2026).GroupBy("month")).Groups.Select(static group => (group.Key[0], group.Figures.Charges)).Should().Equal(("2026-02", 1), ("2026-03", 2), ("2026-04", 1));
        host.Report(static r => r.Day(new DateOnly(2026, 3, 31))).Levels.Should().Equal(RollupLevel.Day);
    }

    [Fact]
    public void ReportAsync_SumsAndRecordsGone_TellsTheGap()
    {
        using var host = new MeteredHost(static b => b.ConfigurePrices(static o => o.Host = Lists.Parse(Prices)), static o => o.SegmentBytes = 64 << 10);
        foreach (int _ in Enumerable.Range(0, 1_000))
        {
            Use(host, "a", "cheap", 1_000, MeteredHost.Began);
        }

        host.RollUp();
        host.Time.Advance(TimeSpan.FromDays(100));
        Use(host, "a", "cheap", 1_000, host.Time.GetUtcNow());
        host.RollUp();
        host.Report(static r => r.Period(2026, 8).GroupBy("hour")).IsWhole.Should().BeTrue("the records are still there");

        host.Ledger.DeleteOlderThan(TimeSpan.FromDays(40)).Should().NotBeEmpty();

        CostReport hours = host.Report(static r => r.Period(2026, 8).GroupBy("hour"));
        hours.IsWhole.Should().BeFalse();
        hours.Gaps.Should().ContainSingle().Which.Reason.Should().Contain("no longer kept");
        hours.Total.Charges.Should().Be(0);
        CostReport month = host.Report(static r => r.Period(2026, 8));
        month.IsWhole.Should().BeTrue();
        month.Total.Charges.Should().Be(1_000);
    }

    [Fact]
    public void ReportAsync_WithoutRollups_IsReadFromTheLedger()
    {
        using MeteredHost host = Hosted();
        Use(host, "a", "cheap", 1_000, s_march);

        CostReport report = host.Report(static r => r.Period(2026, 3));

        (report.Total.Charges, report.RecordsRead, report.Levels.Count, report.IsWhole).Should().Be((1, 1, 0, true));
    }

    [Fact]
    public void ReportAsync_DamagedRollups_IsReadFromTheLedgerAndTheyAreBuiltAgain()
    {
        using MeteredHost host = Hosted();
        foreach (int i in Enumerable.Range(0, 300))
        {
            Use(host, $"project {i}", "cheap", 1_000, s_march);
        }

        host.RollUp();
        RollupRebuildTests.Change(host.Rollups.Path, "PRAGMA wal_checkpoint(TRUNCATE)");
        TestLedger.Overwrite(host.Rollups.Path, 3 * 4_096, [.. Enumerable.Repeat((byte)0xEE, (int)new FileInfo(host.Rollups.Path).Length - (3 * 4_096))]);

        CostReport report = host.Report(static r => r.Period(2026, 3).GroupBy("project"));
        host.RollUp();

        (report.Total.Charges, report.Groups.Count, report.RecordsRead, report.IsWhole).Should().Be((300, 300, 300, true));
        host.Log.GetSnapshot().Should().Contain(static e => e.Id.Id == 3226);
        host.Report(static r => r.Period(2026, 3)).Levels.Should().Equal(RollupLevel.Month);
    }

    [Fact]
    public async Task ReportAsync_BesideAWriterAndOtherReaders_IsOfOneMoment()
    {
        using MeteredHost host = Hosted();
        using var run = new RollupRun(host.Rollups) { MaxCells = 8 };
        ICostReports reports = host.Services.GetRequiredService<ICostReports>();
        var readers = new List<Task<CostReport>>();
        for (int i = 0; i < 40; i++)
        {
            Use(host, "a", "cheap", 1_000, s_march);
            Use(host, "b", "cheap", 1_000, s_march);
            readers.Add(reports.ReportAsync(static r => r.Period(2026, 3).GroupBy("project")).AsTask());
            await run.CatchUpAsync(default);
        }

        foreach (CostReport report in await Task.WhenAll(readers))
        {
            report.Total.Charges.Should().Be(report.LastSequence);
            report.Groups.Sum(static group => group.Figures.Charges).Should().Be(report.LastSequence);
        }
    }

    [Fact]
    public void ReportAsync_WhatDoesNotGoTogether_IsRefused()
    {
        using MeteredHost host = Hosted();

        Refused(static r => r.GroupBy("project")).WithMessage("*no period*");
        Refused(static r => r.Period(2026, 13)).WithMessage("*");
        Refused(static r => r.Period(2026, 3, "Mars/Base")).WithMessage("*Mars/Base*");
        Refused(static r => r.Period(2026, 3).GroupBy("colour")).WithMessage("*'colour'*");
        Refused(static r => r.Period(2026, 3).GroupBy("user", "user")).WithMessage("*twice*");
        Refused(static r => r.Period(2026, 3).Where("category", "fun")).WithMessage("*'fun'*compute*");
        Refused(static r => r.Period(2026, 3).Where("currency", "Dollar")).WithMessage("*'Dollar'*");
        Refused(static r => r.Period(2026, 3).Where("project")).WithMessage("*No value*");
        Refused(static r => r.Period(2026, 3).Where("day", "2026-03-01")).WithMessage("*period*");
        Refused(static r => r.Between(s_march, s_march)).WithMessage("*ends at*");
        Refused(static r => r.Period(2026, 3).GroupBy("day").CompareWithPrevious()).WithMessage("*grouped by time*");
        Refused(static r => r.Period(2026, 3).GroupBy("line").WithRequestCosts()).WithMessage("*sum of its lines*");

        FluentAssertions.Specialized.ExceptionAssertions<ArgumentException> Refused(Action<CostQuery> query) => FluentActions.Invoking(() => host.Report(query)).Should().Throw<ArgumentException>();
    }

    internal const string Prices = """
        {
          "models": [
            { "id": "cheap", "prices": [{ "cards": [{ "rates": { "input": "0", "output": "1" } }] }] },
            { "id": "dear", "prices": [{ "cards": [{ "rates": { "input": "1", "output": "10" } }] }] }
          ],
          "meters": [{ "name": "gpu", "unit": "hour", "currency": "EUR", "prices": [{ "price": "2" }] }]
        }
        """;

    internal static MeteredHost Hosted() => new(static b => b.ConfigurePrices(static o => o.Host = Lists.Parse(Prices)));

    internal static CostReceipt Use(MeteredHost host, string? project, string model, long tokens, DateTimeOffset at) =>
        host.Tracker.TrackModel(model, tokens, new CostTerms { EventTime = at, Attribution = new CostAttribution { Project = project } });

    private static Money Usd(decimal amount) => Money.Of(amount, Currency.Usd);
}
