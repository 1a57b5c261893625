namespace CodeGen.Runtime.Forecasting.Tests.Seasonality;

public sealed class SeasonDetectorTests
{
    [Theory]
    [InlineData(7, 120, 0.1)]
    [InlineData(12, 120, 0.1)]
    [InlineData(24, 240, 0.1)]
    [InlineData(52, 300, 0.02)]
    [InlineData(288, 2016, 0.02)]
    public void Detect_Season_IsFound(int period, int length, double noise)
    {
        double[] errors = Waves.Noise(length);
        double[] values = [.. Enumerable.Range(0, length).Select(t => Math.Sin(2 * Math.PI * t / period) + (0.5 * Math.Cos(4 * Math.PI * t / period)) + (noise * errors[t]) + (0.01 * t))];

        // The top of a smooth peak is flat: a point beside it is as good.
        SeasonDetector.Detect(values).Period.Should().BeInRange(period - (period / 200), period + (period / 200));
    }

    [Fact]
    public void Detect_SmoothSeasonUnderNoise_IsFoundAboutThere()
    {
        double[] errors = Waves.Noise(600);
        double[] values = [.. Enumerable.Range(0, 600).Select(t => (2 * Math.Sin(2 * Math.PI * t / 48)) + errors[t])];

        SeasonDetector.Detect(values).Period.Should().BeInRange(46, 50);
    }

    [Fact]
    public void Detect_Week_IsTheLongerOne() => SeasonDetector.Detect(Waves.Weekly(24 * 7 * 5, noise: 2)).Should().Be(new Seasons(24, 168));

    [Fact]
    public void Detect_KnownSeason_IsTakenAndTheLongerOneIsLookedFor() => SeasonDetector.Detect(Waves.Weekly(24 * 7 * 5, noise: 2), known: 24).Should().Be(new Seasons(24, 168));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Detect_Noise_HasNone(int seed) => SeasonDetector.Detect(Waves.Noise(300, seed: seed)).Period.Should().Be(1);

    [Fact]
    public void Detect_ConstantOrShort_HasNone()
    {
        SeasonDetector.Detect(new double[100]).Should().Be(Seasons.None);
        SeasonDetector.Detect([1, 2]).Should().Be(Seasons.None);
        SeasonDetector.Detect(Waves.Daily(50), known: 24).Should().Be(Seasons.None, "the season is there twice only");
    }
}
