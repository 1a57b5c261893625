using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public sealed class CostTrendTests : IDisposable
{
    private const double PerMonth = 365.25 / 12 * 365.25 / 12;

    private readonly AnalyzedHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task TrendAsync_CostsGrowByTheDay_IsHowMuchMoreAMonthCosts()
    {
        _host.PayDaily(90, static (_, day) => 10 + (0.5m * day));

        CostTrend trend = await _host.Analysis.TrendAsync();

        trend.Points.Should().HaveCount(90);
        (trend.Points[0].First, trend.Points[^1].First).Should().Be((AnalyzedHost.Today.AddDays(-90), AnalyzedHost.Today.AddDays(-1)));
        trend.Points[^1].Cost.Should().Be(AnalyzedHost.Usd(54.5m));
        trend.Total.Should().Be(AnalyzedHost.Usd(90 * (10 + 54.5m) / 2));
        ((double)trend.Slope!.PerMonth.ToDecimal()).Should().BeApproximately(0.5 * PerMonth, 0.01);
        trend.Slope.IsClear.Should().BeTrue();
        trend.Slope.Relative.Should().BeApproximately(0.5 * PerMonth / (32.5 * 365.25 / 12), 0.01);
        trend.IsWhole.Should().BeTrue();
    }

    [Fact]
    public async Task TrendAsync_WeekendsAreFree_SlopeIsThatOfTheMean()
    {
        // Six weeks at 10 on workdays and six at 12: the mean day costs 5/7 as much.
        _host.PayDaily(84, static (date, day) => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 10 + (0.1m * day));

        CostTrend trend = await _host.Analysis.TrendAsync(q => q.LastDays(84));

        ((double)trend.Slope!.PerMonth.ToDecimal()).Should().BeApproximately(0.1 * PerMonth, 0.1 * PerMonth * 0.05, "five of seven weekdays rise so");
        trend.Shifts.Should().BeEmpty("a steady growth is no shift");
    }

    [Fact]
    public async Task TrendAsync_NoiseOnly_IsNotClear()
    {
        var random = new Random(3);
        _host.PayDaily(90, (_, _) => 50 + random.Next(-10, 11));

        CostTrend trend = await _host.Analysis.TrendAsync();

        trend.Slope!.IsClear.Should().BeFalse();
        trend.Slope.Low.Should().BeLessThan(trend.Slope.PerMonth).And.BeLessThan(trend.Slope.High);
        trend.Shifts.Should().BeEmpty();
    }

    [Fact]
    public async Task TrendAsync_LevelChanged_IsToldWithItsDay()
    {
        var random = new Random(4);
        _host.PayDaily(90, (_, day) => (day < 50 ? 20 : 35) + random.Next(0, 3));

        CostTrend trend = await _host.Analysis.TrendAsync();

        CostLevelShift shift = trend.Shifts.Should().ContainSingle().Subject;
        shift.At.Should().Be(AnalyzedHost.Today.AddDays(-40));
        shift.Before.ToDecimal().Should().BeApproximately(21, 0.5m);
        shift.After.ToDecimal().Should().BeApproximately(36, 0.5m);
    }

    [Fact]
    public async Task TrendAsync_OneWildDay_ChangesNothing()
    {
        _host.PayDaily(60, static (_, day) => day == 40 ? 5_000 : 10 + (day % 2));

        CostTrend trend = await _host.Analysis.TrendAsync(q => q.LastDays(60));

        trend.Shifts.Should().BeEmpty();
        Math.Abs(trend.Slope!.PerMonth.ToDecimal()).Should().BeLessThan(1);
    }

    [Fact]
    public async Task TrendAsync_ByMonth_HasWholeMonthsAndComparesWithAsManyBefore()
    {
        _host.PayDaily(230, static (date, _) => date.Month);

        CostTrend trend = await _host.Analysis.TrendAsync(q => q.Between(new DateOnly(2026, 5, 15), AnalyzedHost.Today).By(CostTrendStep.Month));

        trend.Points.Should().Equal(new CostTrendPoint(new DateOnly(2026, 6, 1), AnalyzedHost.Usd(180)), new CostTrendPoint(new DateOnly(2026, 7, 1), AnalyzedHost.Usd(217)));
        trend.Total.Should().Be(AnalyzedHost.Usd(397));
        trend.Previous.Should().Be(AnalyzedHost.Usd((4 * 30) + (5 * 31)));
        trend.Ratio.Should().Be(decimal.Round(397m / 275, 6));
        trend.Slope.Should().BeNull("two points are no trend");
        (trend.From, trend.Until).Should().Be((AnalyzedHost.At(new DateOnly(2026, 6, 1)), AnalyzedHost.At(new DateOnly(2026, 8, 1))));
    }

    [Fact]
    public async Task TrendAsync_ByWeek_BeginsOnMondays()
    {
        _host.PayDaily(60, static (_, _) => 1);

        CostTrend trend = await _host.Analysis.TrendAsync(q => q.LastDays(30).By(CostTrendStep.Week));

        trend.Points.Should().HaveCount(3).And.OnlyContain(static point => point.First.DayOfWeek == DayOfWeek.Monday && point.Cost.ToDecimal() == 7);
    }

    [Fact]
    public async Task TrendAsync_LedgerBeganInBetween_BeginsThere()
    {
        _host.PayDaily(20, static (_, _) => 5);

        (await _host.Analysis.TrendAsync()).Points.Should().HaveCount(20);

        // Its first day, 31 July, is no whole month, and 31 July is in no whole week.
        (await _host.Analysis.TrendAsync(q => q.LastDays(60).By(CostTrendStep.Week))).Points.Should().HaveCount(2).And.OnlyContain(static point => point.Cost.ToDecimal() == 35);
    }

    [Fact]
    public async Task TrendAsync_NothingBooked_IsNothing()
    {
        CostTrend trend = await _host.Analysis.TrendAsync();

        trend.Total.IsZero.Should().BeTrue();
        trend.Previous.Should().Be(AnalyzedHost.Usd(0));
        trend.Ratio.Should().BeNull();
        trend.Shifts.Should().BeEmpty();
        trend.Slope.Should().Be(new CostSlope(AnalyzedHost.Usd(0), AnalyzedHost.Usd(0), AnalyzedHost.Usd(0), null));
        trend.Slope!.IsClear.Should().BeFalse();
    }

    [Fact]
    public async Task TrendAsync_Filter_IsOfThoseOnly()
    {
        _host.PayDaily(20, static (_, _) => 5, new CostAttribution { Project = "p1" });
        _host.PayDaily(20, static (_, _) => 7, new CostAttribution { Project = "p2" });

        (await _host.Analysis.TrendAsync(q => q.LastDays(10).Where("project", "p2"))).Total.Should().Be(AnalyzedHost.Usd(70));
    }

    [Fact]
    public async Task TrendAsync_BadInput_IsRefused()
    {
        await Refused(static q => q.LastDays(0), "*");
        await Refused(static q => q.Between(new DateOnly(2026, 8, 20), new DateOnly(2026, 8, 25)), "*no day that is over*2026-08-19*");
        await Refused(static q => q.Between(new DateOnly(2026, 8, 5), new DateOnly(2026, 8, 1)), "*no day that is over*");
        await Refused(static q => q.Between(new DateOnly(1969, 8, 5), new DateOnly(2026, 8, 1)), "*");
        await Refused(static q => q.LastDays(10).By(CostTrendStep.Month), "*no whole month*");
        await Refused(static q => q.LastDays(3_661), "*");
        await Refused(static q => q.Between(new DateOnly(2010, 1, 1), new DateOnly(2026, 1, 1)), "*more than 3660 days*");
        await Refused(static q => q.By((CostTrendStep)9), "*Day, Week, Month*");
        await Refused(static q => q.Where("colour", "red"), "*'colour'*");

        async Task Refused(Action<CostTrendQuery> query, string message) =>
            await FluentActions.Awaiting(() => _host.Analysis.TrendAsync(query).AsTask()).Should().ThrowAsync<ArgumentException>().WithMessage(message);
    }
}
