using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Windows divide all of time, in every zone of this machine.</summary>
public sealed class BudgetPeriodTests
{
    private static readonly string[] s_zones = [.. TimeZoneInfo.GetSystemTimeZones().Select(static zone => zone.Id).Where(static id => id.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static readonly Gen<DateTimeOffset> s_instants =
        Gen.Long[DateTimeOffset.UnixEpoch.AddYears(2).ToUnixTimeMilliseconds(), DateTimeOffset.UnixEpoch.AddYears(80).ToUnixTimeMilliseconds()].Select(DateTimeOffset.FromUnixTimeMilliseconds);

    private static readonly Gen<BudgetPeriod> s_periods = Gen.Select(Gen.OneOfConst(s_zones), Gen.Int[0, 18], Gen.Int[1, 96]).Select(static (zone, kind, number) => kind switch
    {
        0 => BudgetPeriod.Daily(zone),
        1 => BudgetPeriod.Weekly(zone),
        2 => BudgetPeriod.Weekly(zone, DayOfWeek.Sunday),
        3 => BudgetPeriod.Monthly(zone),
        4 => BudgetPeriod.Quarterly(zone),
        5 => BudgetPeriod.Yearly(zone),
        6 => BudgetPeriod.Rolling(TimeSpan.FromMinutes(number * 3), number),
        _ => BudgetPeriod.FiscalYear(kind - 6, zone),
    });

    [Fact]
    public void TryGetWindow_AnyInstant_LiesInItAndNeighboursMeetWithoutGapOrOverlap() => Gen.Select(s_periods, s_instants).Sample(static (period, instant) =>
    {
        BudgetWindow window = At(period, instant);
        window.Contains(instant).Should().BeTrue("{0} is in {1}", instant, window);
        At(period, window.Start).Should().Be(window);
        At(period, window.End.AddTicks(-1)).Should().Be(window);
        BudgetWindow next = At(period, window.End);
        next.Start.Should().Be(window.End);
        BudgetWindow previous = At(period, window.Start.AddTicks(-1));
        previous.End.Should().Be(window.Start);
        new[] { previous.Id, window.Id, next.Id }.Should().OnlyHaveUniqueItems();
    });

    [Fact]
    public void TryGetWindow_OneIdAndAnother_AreOneWindowAndAnother() => Gen.Select(s_periods, s_instants, s_instants).Sample(static (period, one, other) =>
    {
        BudgetWindow first = At(period, one);
        BudgetWindow second = At(period, other);
        (first.Id == second.Id).Should().Be(first.Start == second.Start);
    });

    [Fact]
    public void Daily_InAnyZone_BeginsWhenItsClockFirstShowsTheDate() => Gen.Select(Gen.OneOfConst(s_zones), s_instants).Sample(static (zone, instant) =>
    {
        TimeZoneInfo info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        BudgetWindow window = At(BudgetPeriod.Daily(zone), instant);
        TimeZoneInfo.ConvertTime(window.Start, info).ToString("yyyy-MM-dd").Should().Be(window.Id);

        // Looked at minute by minute for a day and a half before: the clock never showed that date.
        for (DateTimeOffset before = window.Start.AddMinutes(-1); before > window.Start.AddHours(-36); before = before.AddMinutes(-1))
        {
            string.CompareOrdinal(TimeZoneInfo.ConvertTime(before, info).ToString("yyyy-MM-dd"), window.Id).Should().BeNegative("{0} at {1}", zone, before);
        }
    }, iter: 20);

    [Fact]
    public void Boundaries_AnyPeriod_AreTheEndsOfOneWindowAfterAnother() => Gen.Select(s_periods, s_instants, Gen.Int[1, 40]).Sample(static (period, instant, count) =>
    {
        IReadOnlyList<long> boundaries = period.Boundaries(instant, count);
        boundaries.Should().HaveCount(count).And.BeInAscendingOrder().And.OnlyHaveUniqueItems();
        DateTimeOffset at = instant;
        foreach (long boundary in boundaries)
        {
            BudgetWindow window = At(period, at);
            window.End.ToUnixTimeMilliseconds().Should().Be(boundary);
            at = window.End;
        }
    });

    [Fact]
    public void Once_BeforeWithinAndAfter_HasOneWindow()
    {
        var from = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.FromHours(8));
        DateTimeOffset until = from.AddDays(10);
        BudgetPeriod period = BudgetPeriod.Once(from, until);
        period.TryGetWindow(from.AddTicks(-1), out _).Should().BeFalse();
        period.TryGetWindow(until, out _).Should().BeFalse();
        period.TryGetWindow(from, out BudgetWindow window).Should().BeTrue();
        window.Should().Be(new BudgetWindow("once", from, until));
        window.Start.Offset.Should().Be(TimeSpan.Zero);
        period.Boundaries(from.AddDays(-1), 5).Should().Equal(from.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds());
        period.Boundaries(from, 5).Should().Equal(until.ToUnixTimeMilliseconds());
        period.Boundaries(until, 5).Should().BeEmpty();
    }

    [Fact]
    public void Zone_Unknown_IsNamedWithTheRemedy() =>
        FluentActions.Invoking(static () => BudgetPeriod.Daily("Asia/Shangai")).Should().Throw<ArgumentException>().WithMessage("*'Asia/Shangai'*IANA*tzdata*");

    [Fact]
    public void Zone_WithInvariantGlobalization_IsStillKnown()
    {
        AppContext.TryGetSwitch("System.Globalization.Invariant", out bool invariant).Should().BeTrue();
        invariant.Should().BeTrue();
        At(BudgetPeriod.Daily("Asia/Shanghai"), new DateTimeOffset(2026, 3, 1, 16, 0, 0, TimeSpan.Zero)).Id.Should().Be("2026-03-02");
    }

    [Fact]
    public void Period_WithoutSense_IsRefused()
    {
        FluentActions.Invoking(static () => BudgetPeriod.FiscalYear(13)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(static () => BudgetPeriod.Weekly("UTC", DayOfWeek.Friday)).Should().Throw<ArgumentException>().WithMessage("*Friday*Monday*Sunday*");
        FluentActions.Invoking(static () => BudgetPeriod.Rolling(TimeSpan.FromSeconds(59))).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(static () => BudgetPeriod.Rolling(TimeSpan.FromMinutes(1), 7)).Should().Throw<ArgumentException>().WithMessage("*whole seconds*");
        FluentActions.Invoking(static () => BudgetPeriod.Once(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(static () => BudgetPeriod.Daily().TryGetWindow(DateTimeOffset.MinValue, out _)).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*1970*clock*");
    }

    private static BudgetWindow At(BudgetPeriod period, DateTimeOffset instant)
    {
        period.TryGetWindow(instant, out BudgetWindow window).Should().BeTrue();
        return window;
    }
}
