using CodeGen.Runtime.Forecasting;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public sealed class CostProjectionTests : IDisposable
{
    private static readonly PriceList s_prices = new() { Meters = [new() { Name = "work", Unit = "piece", Currency = Currency.Usd, Periods = [new() { Tiers = [new() { Price = 1 }] }] }] };

    private readonly MeteredHost _host = new(b => b.ConfigurePrices(o => o.Host = s_prices));

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task ProjectAsync_SteadyCosts_IsTheMonth()
    {
        await WorkAsync(days: 20, static _ => 2);

        CostProjection august = await ProjectAsync(q => q.Month(2026, 8));

        // From the 1st to the 20th at noon there are 468 hours, from then on 276.
        august.Spent.Should().Be(Money.Of(2 * 468, Currency.Usd));
        august.Expected.ToDecimal().Should().BeApproximately(2 * 744, 1);
        august.Linear!.Value.ToDecimal().Should().BeApproximately(2 * 744, 1);
        august.Quantile(0.05).ToDecimal().Should().BeApproximately(2 * 744, 2);
        (august.From, august.Until).Should().Be((new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public async Task ProjectAsync_NothingAtWeekends_KnowsThemBetterThanALine()
    {
        // 20 August 2026 is a Thursday; of what is left of the month 7 days are workdays' and 4 are not.
        await WorkAsync(days: 60, static time => time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : time.Hour is >= 8 and < 18 ? 10 : 1);
        decimal truth = Enumerable.Range(0, 744).Sum(static hour => Rate(new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero).AddHours(hour)));

        CostProjection august = await ProjectAsync(q => q.Month(2026, 8));

        Math.Abs(august.Expected.ToDecimal() - truth).Should().BeLessThan(0.03m * truth);
        Math.Abs(august.Expected.ToDecimal() - truth).Should().BeLessThan(Math.Abs(august.Linear!.Value.ToDecimal() - truth));
        august.IsReliable.Should().BeTrue();

        static decimal Rate(DateTimeOffset time) => time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : time.Hour is >= 8 and < 18 ? 10 : 1;
    }

    [Fact]
    public async Task WhenAbove_SteadyCosts_IsTheHourInWhichTheLimitIsPassed()
    {
        await WorkAsync(days: 20, static _ => 2);

        CostProjection august = await ProjectAsync(q => q.Month(2026, 8));

        LimitProjection soon = august.WhenAbove(Money.Of((2 * 468) + 99, Currency.Usd));
        soon.Probability.Should().Be(1);
        soon.Expected.Should().BeCloseTo(MeteredHost.Began.AddHours(50), TimeSpan.FromHours(2));
        august.WhenAbove(Money.Of(5_000, Currency.Usd)).Should().Be(new LimitProjection(0, null, null, null));
        august.WhenAbove(Money.Of(100, Currency.Usd)).Should().Be(new LimitProjection(1, MeteredHost.Began, MeteredHost.Began, MeteredHost.Began));
        august.ProbabilityAbove(Money.Of(100, Currency.Usd)).Should().Be(1);
        august.ProbabilityAbove(Money.Of(5_000, Currency.Usd)).Should().Be(0);
        FluentActions.Invoking(() => august.WhenAbove(Money.Of(1, Currency.Cny))).Should().Throw<ArgumentException>().WithMessage("*CNY*USD*");
    }

    [Fact]
    public async Task ProjectAsync_NoisyCosts_QuantilesAreInOrderAndAboveWhatIsSpent()
    {
        var random = new Random(5);
        await WorkAsync(days: 30, _ => random.Next(1, 20));

        CostProjection august = await ProjectAsync(q => q.Month(2026, 8).Paths(2_000));

        double[] shares = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1];
        shares.Select(share => august.Quantile(share).ToDecimal()).Should().BeInAscendingOrder();
        august.Quantile(0).ToDecimal().Should().BeGreaterThan(august.Spent.ToDecimal());
        august.Expected.ToDecimal().Should().BeInRange(9.5m * 744, 10.5m * 744);
        CostProjection again = await ProjectAsync(q => q.Month(2026, 8).Paths(2_000));
        again.Quantile(0.9).Should().Be(august.Quantile(0.9));
    }

    [Fact]
    public async Task ProjectAsync_PeriodIsOver_IsWhatWasSpent()
    {
        await WorkAsync(days: 40, static _ => 1);

        CostProjection july = await ProjectAsync(q => q.Month(2026, 7));

        july.Spent.Should().Be(Money.Of((20 * 24) + 12, Currency.Usd));
        july.Quantile(0.01).Should().Be(july.Spent);
        july.Linear.Should().Be(july.Spent);
        july.IsReliable.Should().BeTrue();
        july.WhenAbove(Money.Of(1, Currency.Usd)).Probability.Should().Be(1);
    }

    [Fact]
    public async Task ProjectAsync_PeriodHasNotBegun_IsForecast()
    {
        await WorkAsync(days: 20, static _ => 2);

        CostProjection september = await ProjectAsync(q => q.Month(2026, 9));

        september.Spent.IsZero.Should().BeTrue();
        september.Linear.Should().BeNull();
        september.Expected.ToDecimal().Should().BeApproximately(2 * 720, 2);
    }

    [Fact]
    public async Task ProjectAsync_Year_GoesOnByTheDay()
    {
        await WorkAsync(days: 50, static _ => 2);

        CostProjection year = await ProjectAsync(q => q.Year(2026));

        // From 1 July on.
        year.Expected.ToDecimal().Should().BeApproximately(2 * 24 * 184, 2 * 24);
    }

    [Fact]
    public async Task ProjectAsync_Filter_IsOfThoseOnly()
    {
        await WorkAsync(days: 20, static _ => 2, "p1");
        _host.Tracker.Track(CostUse.Meter(CostCategory.Compute, "work", 1_000), new CostTerms { Attribution = new CostAttribution { Project = "p2" } });

        (await ProjectAsync(q => q.Month(2026, 8).Where("project", "p1"))).Expected.ToDecimal().Should().BeApproximately(2 * 744, 2);
        (await ProjectAsync(q => q.Month(2026, 8).Where("project", "p3"))).Expected.IsZero.Should().BeTrue();
    }

    [Fact]
    public async Task ProjectAsync_NothingWasEverSpent_IsNothingAndNotReliable()
    {
        CostProjection august = await ProjectAsync(q => q.Month(2026, 8));

        august.Expected.IsZero.Should().BeTrue();
        august.Error.Should().Be(BacktestError.None);
    }

    [Fact]
    public async Task ProjectAsync_OtherZone_IsItsMonth()
    {
        await WorkAsync(days: 20, static _ => 2);

        CostProjection august = await ProjectAsync(q => q.Month(2026, 8, "Asia/Kolkata"));

        august.From.Should().Be(new DateTimeOffset(2026, 7, 31, 18, 30, 0, TimeSpan.Zero));
        august.Expected.ToDecimal().Should().BeApproximately(2 * 744, 3);
    }

    [Fact]
    public async Task ProjectAsync_FewHours_IsALineAndUnsure()
    {
        int[] pieces = [3, 1, 9, 2, 4, 5];
        await WorkAsync(days: 1, time => time < MeteredHost.Began.AddHours(-6) ? 0 : pieces[(time - MeteredHost.Began.AddHours(-6)).Hours]);

        CostProjection month = await ProjectAsync(static q => q.Between(MeteredHost.Began.AddHours(-6), MeteredHost.Began.AddDays(30)));

        month.Expected.ToDecimal().Should().BeApproximately(month.Linear!.Value.ToDecimal(), 0.01m * month.Linear.Value.ToDecimal());
        (month.Quantile(0.9).ToDecimal() - month.Quantile(0.1).ToDecimal()).Should().BeGreaterThan(0.3m * month.Linear.Value.ToDecimal(), "six hours say little of a month");
    }

    [Fact]
    public async Task ProjectAsync_OneDearDayAfterSteadyWeeks_IsNotTakenForAll()
    {
        // 48 pieces a day for weeks, then a day of 480: it may be the new level or one day.
        var random = new Random(3);
        await WorkAsync(days: 40, time => time >= MeteredHost.Began.AddHours(-24) ? 20 : random.Next(0, 5));

        CostProjection next = await ProjectAsync(static q => q.Between(MeteredHost.Began.AddHours(-24), MeteredHost.Began.AddDays(29)));

        next.Linear!.Value.ToDecimal().Should().Be(480 * 30);
        next.Expected.ToDecimal().Should().BeInRange(48 * 30, 0.5m * 480 * 30);
    }

    [Fact]
    public async Task ProjectAsync_BetweenTwoInstants_IsThatTimeAndPartsOfHours()
    {
        await WorkAsync(days: 20, static _ => 2);

        CostProjection sprint = await ProjectAsync(static q => q.Between(MeteredHost.Began.AddHours(-10), MeteredHost.Began.AddHours(10.5)));
        CostProjection later = await ProjectAsync(static q => q.Between(MeteredHost.Began.AddHours(10.5), MeteredHost.Began.AddHours(20)));

        (sprint.From, sprint.Until).Should().Be((MeteredHost.Began.AddHours(-10), MeteredHost.Began.AddHours(10.5)));
        sprint.Spent.Should().Be(Money.Of(20, Currency.Usd));
        sprint.Expected.ToDecimal().Should().BeApproximately(41, 0.1m);
        later.Expected.ToDecimal().Should().BeApproximately(19, 0.1m);
    }

    [Fact]
    public async Task ProjectAsync_BadInput_IsRefused()
    {
        await FluentActions.Awaiting(() => ProjectAsync(static q => q.Between(MeteredHost.Began, MeteredHost.Began))).Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => ProjectAsync(static _ => { })).Should().ThrowAsync<ArgumentException>().WithMessage("*no period*Month*");
        await FluentActions.Awaiting(() => ProjectAsync(static q => q.Month(2026, 13))).Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => ProjectAsync(static q => q.Month(2026, 8).Paths(1))).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await FluentActions.Awaiting(() => ProjectAsync(static q => q.Month(2026, 8).Where("colour", "red"))).Should().ThrowAsync<ArgumentException>().WithMessage("*'colour'*");
    }

    private Task<CostProjection> ProjectAsync(Action<CostProjectionQuery> query) => _host.Services.GetRequiredService<ICostAnalysis>().ProjectAsync(query).AsTask();

    /// <summary>Books costs by the hour up to now.</summary>
    private async Task WorkAsync(int days, Func<DateTimeOffset, int> pieces, string project = "p1")
    {
        DateTimeOffset first = MeteredHost.Began.AddDays(-days);
        for (int hour = 0; hour < days * 24; hour++)
        {
            DateTimeOffset time = first.AddHours(hour);
            if (pieces(time) is var count and > 0)
            {
                _host.Tracker.Track(CostUse.Meter(CostCategory.Compute, "work", count), new CostTerms { EventTime = time.AddMinutes(5), Attribution = new CostAttribution { Project = project } });
            }
        }

        _host.RollUp();
        await Task.CompletedTask;
    }
}
