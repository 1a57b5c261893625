using CsCheck;

namespace CodeGen.Runtime.Forecasting.Tests;

public sealed class ForecasterTests
{
    private readonly Forecaster _forecaster = new();

    [Fact]
    public void Forecast_Constant_StaysAndIsCertain()
    {
        Forecast forecast = _forecaster.Forecast(Enumerable.Repeat(7.5, 60).ToArray(), 10);

        forecast.Mean.Should().AllSatisfy(static value => value.Should().Be(7.5));
        forecast.Interval(9, 0.95).Low.Should().BeApproximately(7.5, 1e-9);
        forecast.Interval(9, 0.95).High.Should().BeApproximately(7.5, 1e-9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(9)]
    public void Forecast_VeryShort_StaysNearWithinItsInterval(int length)
    {
        double[] history = [.. Enumerable.Range(0, length).Select(static t => 10.0 + (t % 2))];

        Forecast forecast = _forecaster.Forecast(history, 4);

        forecast.Mean.Should().AllSatisfy(static value => value.Should().BeInRange(8, 13));
        forecast.Interval(3, 0.9).Low.Should().BeLessThanOrEqualTo(forecast.Mean[3]);
    }

    [Fact]
    public void Forecast_OneValue_KnowsNothingOfItsError()
    {
        Forecast forecast = _forecaster.Forecast([3], 2);

        forecast.Mean.Should().Equal(3, 3);
        forecast.Error.Origins.Should().Be(0);
        forecast.IsBetterThanNaive.Should().BeFalse();
    }

    [Fact]
    public void Forecast_Season_GoesOn()
    {
        double[] values = Waves.Daily(24 * 14, noise: 1);

        Forecast forecast = _forecaster.Forecast(values.AsSpan(0, 24 * 12), 48);

        forecast.Plan.Period.Should().Be(24);
        double error = forecast.Mean.Zip(values[(24 * 12)..], static (f, y) => Math.Abs(f - y)).Average();
        error.Should().BeLessThan(1.5, "the noise alone makes 0.8");
        forecast.IsBetterThanNaive.Should().BeTrue();
    }

    [Fact]
    public void Forecast_WeekendsDiffer_FindsTheWeek()
    {
        double[] values = Waves.Weekly(24 * 7 * 6, noise: 1);

        Forecast forecast = _forecaster.Forecast(values.AsSpan(0, 24 * 7 * 5), 24 * 7);

        forecast.Plan.LongerPeriod.Should().Be(168);
        double error = forecast.Mean.Zip(values[(24 * 7 * 5)..], static (f, y) => Math.Abs(f - y)).Average();
        error.Should().BeLessThan(2);
    }

    [Fact]
    public void Forecast_Trend_GoesOn()
    {
        double[] values = Waves.Daily(24 * 14, noise: 0.5, slope: 0.1);

        Forecast forecast = _forecaster.Forecast(values.AsSpan(0, 24 * 12), 48);

        forecast.Mean.Zip(values[(24 * 12)..], static (f, y) => Math.Abs(f - y)).Average().Should().BeLessThan(2);
    }

    [Fact]
    public void Forecast_Noise_IsTheMeanAndItsIntervalHoldsTheNoise()
    {
        double[] values = Waves.Noise(400, level: 50);

        Forecast forecast = _forecaster.Forecast(values, 20);

        forecast.Mean.Should().AllSatisfy(static value => value.Should().BeInRange(49, 51));
        ForecastInterval interval = forecast.Interval(10, 0.95);
        (interval.High - interval.Low).Should().BeInRange(2.8, 6, "1.96 standard deviations to each side are 3.9");
    }

    [Fact]
    public void Forecast_MostlyZeros_IsTheMean()
    {
        var random = new Random(4);
        double[] values = [.. Enumerable.Range(0, 300).Select(_ => random.Next(10) == 0 ? 50.0 : 0)];

        Forecast forecast = _forecaster.Forecast(values, 30);

        forecast.Mean.Average().Should().BeInRange(0, 12);
        forecast.Mean.Min().Should().BeGreaterThanOrEqualTo(0);
        forecast.Interval(5, 0.9).Low.Should().Be(0);
    }

    [Fact]
    public void Forecast_Gaps_MatterLittle()
    {
        double[] complete = Waves.Daily(24 * 12, noise: 0.5);
        double[] holes = (double[])complete.Clone();
        for (int t = 5; t < holes.Length; t += 17)
        {
            holes[t] = double.NaN;
        }

        holes.AsSpan(100, 8).Fill(double.NaN);
        holes[0] = double.NaN;

        IReadOnlyList<double> with = new Forecaster(new ForecastOptions { Period = 24 }).Forecast(holes, 24).Mean;
        IReadOnlyList<double> without = new Forecaster(new ForecastOptions { Period = 24 }).Forecast(complete, 24).Mean;

        with.Zip(without, static (x, y) => Math.Abs(x - y)).Max().Should().BeLessThan(3);
    }

    [Fact]
    public void Forecast_SameHistory_SameForecastOnAnyThread()
    {
        double[] values = Waves.Weekly(600, noise: 3);
        double[] first = [.. _forecaster.Forecast(values, 48).Mean];

        double[][] again = [.. Enumerable.Range(0, 4).AsParallel().WithDegreeOfParallelism(4).Select(_ => _forecaster.Forecast(values, 48).Mean.ToArray())];

        again.Should().AllSatisfy(other => other.Should().Equal(first));
    }

    [Fact]
    public void Forecast_AnyFiniteHistory_IsFiniteAndInsideItsIntervals() =>
        Gen.Select(Gen.OneOf(Gen.Double[-1e6, 1e6], Gen.Const(0.0), Gen.Double[-1e90, 1e90]).Array[1, 80], Gen.Int[1, 20]).Sample(
            (history, horizon) =>
            {
                Forecast forecast = _forecaster.Forecast(history, horizon);
                for (int step = 0; step < horizon; step++)
                {
                    ForecastInterval narrow = forecast.Interval(step, 0.5);
                    ForecastInterval wide = forecast.Interval(step, 0.99);
                    Assert.True(double.IsFinite(forecast.Mean[step]) && double.IsFinite(wide.Low) && double.IsFinite(wide.High));
                    Assert.True(wide.Low <= narrow.Low && narrow.Low <= forecast.Mean[step] && forecast.Mean[step] <= narrow.High && narrow.High <= wide.High);
                }
            },
            iter: 150);

    [Fact]
    public void Forecast_OtherUnit_IsTheSameForecastInIt() =>
        Gen.Select(Gen.Int[1, 1000], Gen.Int[1, 4]).Sample(
            (seed, noise) =>
            {
                double[] history = Waves.Daily(200, noise, seed);
                IReadOnlyList<double> mean = _forecaster.Forecast(history, 24).Mean;
                IReadOnlyList<double> scaled = _forecaster.Forecast(history.Select(static value => value * 1024).ToArray(), 24).Mean;
                for (int i = 0; i < mean.Count; i++)
                {
                    Assert.Equal(mean[i], scaled[i] / 1024, 0.02 * Math.Abs(mean[i]));
                }
            },
            iter: 20);

    [Fact]
    public void Forecast_LongHistory_OnlyItsEndIsUsed()
    {
        double[] tail = Waves.Daily(500, noise: 1);
        double[] history = [.. Enumerable.Repeat(1e6, 1000), .. tail];
        var forecaster = new Forecaster(new ForecastOptions { MaxHistory = 500 });

        forecaster.Forecast(history, 24).Mean.Should().Equal(forecaster.Forecast(tail, 24).Mean);
    }

    [Fact]
    public void Forecast_BadInput_IsRefusedByName()
    {
        FluentActions.Invoking(() => _forecaster.Forecast([], 1)).Should().Throw<ArgumentException>().WithMessage("*no value*");
        FluentActions.Invoking(() => _forecaster.Forecast([double.NaN, double.NaN], 1)).Should().Throw<ArgumentException>().WithMessage("*no value*");
        FluentActions.Invoking(() => _forecaster.Forecast([1, 2, double.PositiveInfinity], 1)).Should().Throw<ArgumentException>().WithMessage("*value at 2*finite*");
        FluentActions.Invoking(() => _forecaster.Forecast([1, -1e101], 1)).Should().Throw<ArgumentException>().WithMessage("*value at 1*");
        FluentActions.Invoking(() => _forecaster.Forecast([1], 0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => _forecaster.Forecast([1], Forecaster.MaxHorizon + 1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new Forecaster(new ForecastOptions { MaxHistory = 9 })).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new Forecaster(new ForecastOptions { Period = -1 })).Should().Throw<ArgumentOutOfRangeException>();
        Forecast forecast = _forecaster.Forecast([1, 2, 3], 2);
        FluentActions.Invoking(() => forecast.Interval(2, 0.9)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => forecast.Interval(0, 1)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
