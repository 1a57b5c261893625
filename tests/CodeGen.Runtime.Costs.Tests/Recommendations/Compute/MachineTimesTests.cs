using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public sealed class MachineTimesTests
{
    private static readonly CostAttribution s_machine = new() { Resource = "m" };

    /// <summary>A charge covers the time before it was booked: minute by minute, and only those of the time that is replayed.</summary>
    [Fact]
    public void Observe_AnyCharge_IsSpreadOverTheHoursBeforeIt() => Gen.Select(Gen.Int[0, (Fleet.Hours * 60) - 1], Gen.Int[1, 4_000], Gen.Long[0, 1_000_000_000_000_000]).Sample(static (end, minutes, picos) =>
    {
        MachineTimes times = Times();

        times.Observe(Fleet.Charge(s_machine, Fleet.From.AddMinutes(end), MeterNames.GpuHours, TimeSpan.FromMinutes(minutes), picos / 1e12m));

        Dictionary<int, int> expected = Enumerable.Range(end - minutes, minutes).Where(static minute => minute >= 0).GroupBy(static minute => minute / 60).ToDictionary(static hour => hour.Key, static hour => hour.Count());
        long first = Fleet.From.UtcTicks / TimeSpan.TicksPerHour;
        times.All.ToDictionary(one => (int)(one.Key.Hour - first), static one => (int)(one.Time.Paid / TimeSpan.TicksPerMinute)).Should().Equal(expected);
        if (end >= minutes)
        {
            times.Cost.Should().Be(picos);
        }

        foreach (((long hour, _), MachineTime time) in times.All)
        {
            Math.Abs((decimal)time.Cost - ((decimal)picos * expected[(int)(hour - first)] / minutes)).Should().BeLessThanOrEqualTo(1);
        }
    });

    [Fact]
    public void Observe_NothingWorked_IsAnObservation()
    {
        MachineTimes times = Times();

        times.Observe(Fleet.Charge(s_machine, Fleet.From.AddHours(1), MeterNames.BusyHours, TimeSpan.Zero, 0));

        times.IsObserved.Should().BeTrue();
        times.All.Should().ContainSingle().Which.Time.Should().BeEquivalentTo(new { Busy = 0L, IsObserved = true, Paid = 0L });
    }

    [Fact]
    public void Observe_TakenBackOrOfSomethingElse_IsNotCounted()
    {
        MachineTimes times = Times();
        ReplayedCharge charge = Fleet.Charge(s_machine, Fleet.From.AddHours(2), MeterNames.GpuHours, TimeSpan.FromHours(1), 2);

        times.Observe(new ReplayedCharge(charge.Record, charge.Day, Money.Zero(Currency.Usd), false));
        times.Observe(Fleet.Charge(new CostAttribution { Resource = "m", Service = "other" }, Fleet.From.AddHours(2), "x", TimeSpan.Zero, 2));

        times.Paid.Should().Be(0);
        times.Machines.Should().BeEmpty();
    }

    /// <summary>Days of India begin at half past the hour of UTC: the first and the last hour are half of one, and belong to the days that they are in.</summary>
    [Fact]
    public void ReplayHours_OfAZoneOfHalfHours_AreAsLongAsTheTime()
    {
        DateTimeOffset from = new(2026, 3, 8, 18, 30, 0, TimeSpan.Zero);
        var hours = new ReplayHours(new RecommendationContext(ReportPeriod.Of(from, from.AddDays(2), "Asia/Kolkata"), new ReplayDays(new RollupCalendar("Asia/Kolkata")), Currency.Usd, new PriceBook(new())));

        long[] all = [.. hours.All];

        all.Should().HaveCount(49);
        all.Sum(hours.Span).Should().Be(TimeSpan.FromDays(2).Ticks);
        (hours.Span(all[0]), hours.Span(all[1]), hours.Span(all[^1])).Should().Be((TimeSpan.TicksPerHour / 2, TimeSpan.TicksPerHour, TimeSpan.TicksPerHour / 2));
        (hours.DayOf(all[0]), hours.DayOf(all[^1])).Should().Be((new DateOnly(2026, 3, 9), new DateOnly(2026, 3, 10)));
    }

    private static MachineTimes Times() => new(new MachineClass(new Dictionary<string, string>(), null, 1), new ReplayHours(Fleet.Context()));
}
