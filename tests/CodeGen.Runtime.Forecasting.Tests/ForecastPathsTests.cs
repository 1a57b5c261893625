namespace CodeGen.Runtime.Forecasting.Tests;

public sealed class ForecastPathsTests
{
    private readonly Forecast _forecast = new Forecaster().Forecast(Waves.Daily(24 * 12, noise: 4), 48);

    [Fact]
    public void Simulate_SameSeed_SameWays()
    {
        ForecastPaths first = _forecast.Simulate(20, seed: 5);
        ForecastPaths second = _forecast.Simulate(20, seed: 5);

        Enumerable.Range(0, 20).Should().AllSatisfy(i => first[i].Should().Equal(second[i]));
        _forecast.Simulate(20, seed: 6)[0].Should().NotEqual(first[0]);
    }

    [Fact]
    public void SumQuantile_Middle_IsTheSumOfTheForecast()
    {
        ForecastPaths paths = _forecast.Simulate(4000);

        paths.SumQuantile(0.5).Should().BeApproximately(_forecast.Mean.Sum(), 0.02 * _forecast.Mean.Sum());
        paths.SumQuantile(0.1).Should().BeLessThan(paths.SumQuantile(0.9));
        paths.SumQuantile(0.5, 24).Should().BeLessThan(paths.SumQuantile(0.5));
        paths.SumQuantile(1, 0).Should().Be(0);
    }

    [Fact]
    public void Sums_NoiseIsIndependent_AreSurerThanTheirParts()
    {
        ForecastPaths paths = _forecast.Simulate(4000);
        double width = paths.SumQuantile(0.975) - paths.SumQuantile(0.025);
        ForecastInterval one = _forecast.Interval(10, 0.95);

        width.Should().BeLessThan(48 * (one.High - one.Low) / 2, "errors of independent points cancel out");
        width.Should().BeGreaterThan((one.High - one.Low) * 2, "but not all of them");
    }

    [Fact]
    public void FirstAbove_Limit_IsTheStepAtWhichTheSumPassesIt()
    {
        ForecastPaths paths = _forecast.Simulate(50);
        double limit = _forecast.Mean.Take(20).Sum();

        IReadOnlyList<int?> steps = paths.FirstAbove(limit);

        for (int i = 0; i < steps.Count; i++)
        {
            steps[i].Should().NotBeNull();
            paths[i].Take(steps[i]!.Value).Sum().Should().BeLessThanOrEqualTo(limit);
            paths[i].Take(steps[i]!.Value + 1).Sum().Should().BeGreaterThan(limit);
        }

        paths.FirstAbove(double.MaxValue).Should().AllSatisfy(static step => step.Should().BeNull());
    }

    [Fact]
    public void Simulate_BadInput_IsRefused()
    {
        FluentActions.Invoking(() => _forecast.Simulate(0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => _forecast.Simulate(2).SumQuantile(1.1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => _forecast.Simulate(2).Sums(49)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
