using CsCheck;

namespace CodeGen.Runtime.Forecasting.Tests.Numerics;

public sealed class NumericsTests
{
    [Fact]
    public void Autocorrelation_ByFourier_IsTheSum() =>
        Gen.Double[-100, 100].Array[3, 60].Sample(values =>
        {
            double[] fast = Autocorrelation.Of(values, values.Length / 2);
            double mean = values.Average();
            double variance = values.Sum(value => (value - mean) * (value - mean));
            for (int lag = 0; lag < fast.Length; lag++)
            {
                double sum = Enumerable.Range(lag, values.Length - lag).Sum(t => (values[t] - mean) * (values[t - lag] - mean));
                Assert.Equal(sum / variance, fast[lag], 1e-9);
            }
        });

    [Fact]
    public void NormalEquations_NoNoise_GiveTheCoefficients() =>
        Gen.Double[-5, 5].Array[4].Sample(coefficients =>
        {
            var equations = new NormalEquations(4);
            var random = new Random(3);
            for (int i = 0; i < 50; i++)
            {
                double[] row = [1, random.NextDouble(), random.NextDouble(), random.NextDouble()];
                equations.Add(row, row.Zip(coefficients, static (x, c) => x * c).Sum(), 1);
            }

            double[] found = equations.Solve(1e-12);
            for (int i = 0; i < 4; i++)
            {
                Assert.Equal(coefficients[i], found[i], 1e-6);
            }
        });

    [Fact]
    public void NelderMead_Bowl_FindsItsBottomInTheBox()
    {
        double[] bottom = NelderMead.Minimize(static x => ((x[0] - 0.3) * (x[0] - 0.3)) + (4 * (x[1] - 0.7) * (x[1] - 0.7)) + 1, [0.5, 0.5], [0, 0], [1, 1], 200);

        bottom[0].Should().BeApproximately(0.3, 1e-3);
        bottom[1].Should().BeApproximately(0.7, 1e-3);
    }

    [Fact]
    public void NelderMead_BottomOutsideOfTheBox_StaysInside()
    {
        double[] bottom = NelderMead.Minimize(static x => (x[0] + 5) * (x[0] + 5), [0.5], [0], [1], 100);

        bottom[0].Should().BeInRange(0, 0.05);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 2.5)]
    [InlineData(1, 4)]
    [InlineData(0.25, 1.75)]
    public void Quantile_OfFour_IsBetweenNeighbours(double share, double expected) => Quantile.OfSorted([1, 2, 3, 4], share).Should().Be(expected);
}
