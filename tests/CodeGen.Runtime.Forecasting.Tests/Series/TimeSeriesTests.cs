using CsCheck;

namespace CodeGen.Runtime.Forecasting.Tests.Series;

public sealed class TimeSeriesTests
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private static readonly TimeZoneInfo s_berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData(ObservationKind.Sum)]
    [InlineData(ObservationKind.Mean)]
    public void FromObservations_ClockForward_OnePointIsMissing(ObservationKind kind)
    {
        TimeSeries series = TimeSeries.FromObservations(Hours("2026-03-28T23:00Z", 23), s_hour, kind, s_berlin);

        series.Values.Length.Should().Be(24);
        double.IsNaN(series.Values[2]).Should().BeTrue("two o'clock does not exist");
        series.Values.ToArray().Count(double.IsNaN).Should().Be(1);
        series.TimeAt(0).Should().Be(DateTimeOffset.Parse("2026-03-28T23:00Z"));
        series.TimeAt(3).Should().Be(DateTimeOffset.Parse("2026-03-29T01:00Z"));
        series.TimeAt(24).Should().Be(DateTimeOffset.Parse("2026-03-29T22:00Z"));
    }

    [Theory]
    [InlineData(ObservationKind.Sum)]
    [InlineData(ObservationKind.Mean)]
    public void FromObservations_ClockBack_TwoHoursAreOnePointLikeTheOthers(ObservationKind kind)
    {
        TimeSeries series = TimeSeries.FromObservations(Hours("2026-10-24T22:00Z", 25), s_hour, kind, s_berlin);

        series.Values.Length.Should().Be(24);
        series.Values.ToArray().Should().AllSatisfy(static value => value.Should().Be(10));
        series.TimeAt(2).Should().Be(DateTimeOffset.Parse("2026-10-25T00:00Z"));
        series.TimeAt(3).Should().Be(DateTimeOffset.Parse("2026-10-25T02:00Z"));
    }

    [Fact]
    public void FromObservations_EmptySteps_AreZeroOrMissing()
    {
        KeyValuePair<DateTimeOffset, double>[] two = [At("2026-05-01T00:10Z", 1), At("2026-05-01T00:20Z", 2), At("2026-05-01T03:00Z", 5)];

        TimeSeries.FromObservations(two, s_hour, ObservationKind.Sum).Values.ToArray().Should().Equal(3, 0, 0, 5);
        double[] means = TimeSeries.FromObservations(two, s_hour, ObservationKind.Mean).Values.ToArray();
        means[0].Should().Be(1.5);
        means[1].Should().Be(double.NaN);
    }

    [Fact]
    public void FromObservations_Until_IncompleteStepsAreLeftOutAndEmptyOnesAreThere()
    {
        KeyValuePair<DateTimeOffset, double>[] some = [At("2026-05-01T00:10Z", 1), At("2026-05-01T01:10Z", 2), At("2026-05-01T04:01Z", 9)];

        TimeSeries.FromObservations(some, s_hour, ObservationKind.Sum, until: DateTimeOffset.Parse("2026-05-01T04:30Z")).Values.ToArray().Should().Equal(1, 2, 0, 0);
    }

    [Fact]
    public void FromObservations_AnyOrder_SameSeriesAndNothingLost() =>
        Gen.Int[0, 10_000].Array[1, 200].Sample(minutes =>
        {
            var start = DateTimeOffset.Parse("2026-06-01T00:00Z");
            KeyValuePair<DateTimeOffset, double>[] observations = [.. minutes.Select(minute => KeyValuePair.Create(start.AddMinutes(minute), 1.0))];
            TimeSeries series = TimeSeries.FromObservations(observations, s_hour, ObservationKind.Sum, s_berlin);
            TimeSeries sorted = TimeSeries.FromObservations(observations.OrderByDescending(static one => one.Key), s_hour, ObservationKind.Sum, s_berlin);

            Assert.Equal(series.Values.ToArray(), sorted.Values.ToArray());
            Assert.Equal(minutes.Length, series.Values.ToArray().Sum());
        });

    [Fact]
    public void IndexOf_TimeAt_IsTheSamePoint() =>
        Gen.Select(Gen.OneOfConst("Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "UTC"), Gen.Int[0, 20_000]).Sample((id, index) =>
        {
            TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(id);
            TimeSeries series = TimeSeries.FromObservations([At("2026-01-01T00:00Z", 1)], s_hour, ObservationKind.Sum, zone);
            DateTimeOffset time = series.TimeAt(index);
            int back = series.IndexOf(time);

            // A point that the clock skips is where the clock goes on.
            Assert.True(back == index || (back == index + 1 && zone.IsInvalidTime(DateTime.SpecifyKind(series.TimeAt(0).DateTime.AddHours(index), DateTimeKind.Unspecified))));
        });

    [Fact]
    public void FromObservations_BadInput_IsRefusedByName()
    {
        FluentActions.Invoking(() => TimeSeries.FromObservations([], s_hour, ObservationKind.Sum)).Should().Throw<ArgumentException>().WithMessage("*no observation*");
        FluentActions.Invoking(() => TimeSeries.FromObservations([At("2026-01-01T00:00Z", double.NaN)], s_hour, ObservationKind.Sum)).Should().Throw<ArgumentException>().WithMessage("*2026-01-01*NaN*");
        FluentActions.Invoking(() => TimeSeries.FromObservations([At("2026-01-01T00:00Z", 1)], TimeSpan.FromMinutes(7), ObservationKind.Sum)).Should().Throw<ArgumentException>().WithMessage("*00:07:00*");
        FluentActions.Invoking(() => TimeSeries.FromObservations([At("0100-01-01T00:00Z", 1), At("2026-01-01T00:00Z", 1)], TimeSpan.FromSeconds(1), ObservationKind.Sum))
            .Should().Throw<ArgumentException>().WithMessage("*longer step*");
    }

    private static KeyValuePair<DateTimeOffset, double> At(string time, double value) => KeyValuePair.Create(DateTimeOffset.Parse(time), value);

    /// <summary>Ten in each hour, in two observations for a mean and a sum that are alike.</summary>
    private static IEnumerable<KeyValuePair<DateTimeOffset, double>> Hours(string start, int count) =>
        Enumerable.Range(0, count).Select(hour => KeyValuePair.Create(DateTimeOffset.Parse(start).AddHours(hour), 10.0));
}
