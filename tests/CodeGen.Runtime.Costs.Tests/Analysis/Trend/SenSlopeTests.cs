using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public sealed class SenSlopeTests
{
    [Fact]
    public void Of_AnyLine_IsItsSlopeWhateverAQuarterOfThePointsSays() =>
        Gen.Select(Gen.Double[-100, 100], Gen.Int[8, 40], Gen.Double[-1e6, 1e6]).Sample((slope, count, wild) =>
        {
            double[] times = [.. Enumerable.Range(0, count).Select(static at => (double)at)];
            double[] values = [.. times.Select(at => slope * at)];
            for (int at = 0; at < count / 5; at++)
            {
                values[at * 5] += wild;
            }

            SenSlope found = SenSlope.Of(times, values, 1)!.Value;

            // Pairs without a wild point are more than half.
            found.Slope.Should().BeApproximately(slope, 1e-6);
            found.Low.Should().BeLessThanOrEqualTo(found.Slope + 1e-9);
            found.High.Should().BeGreaterThanOrEqualTo(found.Slope - 1e-9);
        });

    [Fact]
    public void Of_ASeason_DoesNotMatter()
    {
        double[] times = [.. Enumerable.Range(0, 28).Select(static at => (double)at)];
        double[] values = [.. times.Select(static at => (3 * at) + (at % 7 * 1_000))];

        SenSlope.Of(times, values, 7).Should().Be(new SenSlope(3, 3, 3));
        SenSlope.Of([1], [2], 1).Should().BeNull();
    }
}
