namespace CodeGen.Runtime.Forecasting.Tests.Events;

public sealed class ForecastEventTests
{
    private static readonly ForecastEvent[] s_releases = [.. new[] { 50, 130, 190, 260, 310 }.Select(static start => new ForecastEvent("release", start, 3))];

    [Fact]
    public void Forecast_EventAhead_DoesWhatItDidBefore()
    {
        double[] values = WithReleases(288);

        IReadOnlyList<double> with = new Forecaster().Forecast(values, 48, s_releases).Mean;
        IReadOnlyList<double> without = new Forecaster().Forecast(values, 48, s_releases[..4]).Mean;

        for (int i = 0; i < 48; i++)
        {
            bool isRelease = 288 + i is >= 310 and < 313;
            (with[i] / without[i]).Should().BeInRange(isRelease ? 1.6 : 1, isRelease ? 2.2 : 1, "step {0}", i);
        }
    }

    [Fact]
    public void Forecast_EventsOfThePast_AreNotTakenForSeason()
    {
        double[] plain = Waves.Daily(288, noise: 1);

        IReadOnlyList<double> cleaned = new Forecaster(new ForecastOptions { Period = 24 }).Forecast(WithReleases(288), 24, s_releases[..4]).Mean;
        IReadOnlyList<double> never = new Forecaster(new ForecastOptions { Period = 24 }).Forecast(plain, 24).Mean;

        cleaned.Zip(never, static (x, y) => Math.Abs(x - y)).Max().Should().BeLessThan(3);
    }

    [Fact]
    public void Forecast_EventThatNeverWas_ChangesNothing()
    {
        double[] values = Waves.Daily(288, noise: 1);

        new Forecaster().Forecast(values, 24, [new ForecastEvent("fair", 290, 5)]).Mean.Should().Equal(new Forecaster().Forecast(values, 24).Mean);
    }

    [Fact]
    public void Forecast_EventOfNoPoint_IsRefusedByName() =>
        FluentActions.Invoking(() => new Forecaster().Forecast(Waves.Daily(100), 5, [new ForecastEvent("fair", 3, 0)])).Should().Throw<ArgumentException>().WithMessage("*'fair' at 3*");

    [Fact]
    public void Forecast_EventsCoverTheWholeHistory_IsStillOne() =>
        new Forecaster().Forecast(Waves.Daily(100), 5, [new ForecastEvent("always", -10, 500)]).Mean.Should().AllSatisfy(static value => double.IsFinite(value).Should().BeTrue());

    private static double[] WithReleases(int length)
    {
        double[] values = Waves.Daily(length, noise: 1);
        foreach (ForecastEvent release in s_releases)
        {
            for (int t = release.Start; t < release.Start + release.Length && t < length; t++)
            {
                values[t] *= 2;
            }
        }

        return values;
    }
}
