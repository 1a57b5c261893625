using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests.Focus;

/// <summary>Periods are of UTC, of whole seconds, and never empty.</summary>
public sealed class FocusPeriodTests
{
    [Fact]
    public void Month_LeapFebruary_EndsWithMarch() => FocusPeriod.Month(2028, 2).Should().Be(new FocusPeriod(new(2028, 2, 1, 0, 0, 0, TimeSpan.Zero), new(2028, 3, 1, 0, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void Hour_OfAnotherZone_IsThatOfUtc()
    {
        FocusPeriod hour = FocusPeriod.Hour(new(2026, 1, 1, 3, 15, 30, 500, TimeSpan.FromMinutes(330)));

        hour.Start.Should().Be(new(2025, 12, 31, 21, 0, 0, TimeSpan.Zero));
        hour.Start.Offset.Should().Be(TimeSpan.Zero);
        (hour.End - hour.Start).Should().Be(TimeSpan.FromHours(1));
    }

    [Theory]
    [InlineData(0, "*ends after it starts*")]
    [InlineData(-1_000, "*ends after it starts*")]
    [InlineData(1, "*whole seconds*")]
    public void New_EmptyOrFraction_IsRefused(int milliseconds, string message)
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        FluentActions.Invoking(() => new FocusPeriod(start, start.AddMilliseconds(milliseconds))).Should().Throw<ArgumentOutOfRangeException>().WithMessage(message);
    }
}
