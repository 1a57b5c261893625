namespace CodeGen.Runtime.Forecasting.Tests;

public sealed class ForecastPlanTests
{
    [Fact]
    public void Forecast_HistoryHasGrown_GoesOnFromItsEnd()
    {
        double[] values = Waves.Daily(24 * 16, noise: 1);
        ForecastPlan plan = new Forecaster(new ForecastOptions { Period = 24 }).Learn(values.AsSpan(0, 24 * 12), 24);

        for (int grown = 1; grown <= 72; grown += 7)
        {
            IReadOnlyList<double> mean = plan.Forecast(values.AsSpan(0, (24 * 12) + grown)).Mean;
            mean.Zip(values[((24 * 12) + grown)..], static (f, y) => Math.Abs(f - y)).Average().Should().BeLessThan(2);
        }
    }

    [Fact]
    public void Learn_ThenForecast_IsForecast()
    {
        double[] values = Waves.Weekly(700, noise: 2);
        var forecaster = new Forecaster();

        forecaster.Learn(values, 24).Forecast(values).Mean.Should().Equal(forecaster.Forecast(values, 24).Mean);
    }

    [Fact]
    public void Weights_OfAllModels_AreOne()
    {
        ForecastPlan plan = new Forecaster().Learn(Waves.Daily(300, noise: 2), 24);

        plan.Weights.Sum(static weight => weight.Weight).Should().BeApproximately(1, 1e-9);
        plan.Weights.Should().OnlyHaveUniqueItems(static weight => weight.Model);
    }

    [Fact]
    public void Forecast_ValuesWereAlwaysPositiveButAreNoLonger_IsFinite()
    {
        double[] values = Waves.Daily(300, noise: 1, level: 30);
        ForecastPlan plan = new Forecaster().Learn(values, 24);

        plan.Forecast([.. values, 0, -5, -10]).Mean.Should().AllSatisfy(static value => double.IsFinite(value).Should().BeTrue());
    }
}
