namespace CodeGen.Runtime.Forecasting.Tests.Anomalies;

public sealed class AnomalyDetectorTests
{
    [Fact]
    public void Observe_Spike_IsToldOnceWithWhatWasUsual()
    {
        double[] values = Waves.Daily(24 * 30, noise: 1);
        values[600] += 40;
        values[601] += 25;

        AnomalyVerdict[] told = Told(values);

        AnomalyVerdict spike = told.Should().ContainSingle(static verdict => verdict.Severity > 3.5).Subject;
        spike.Value.Should().Be(values[600]);
        spike.Expected.Should().BeApproximately(values[600] - 40, 4);
        spike.Usual.High.Should().BeLessThan(spike.Value);
        spike.Usual.Low.Should().BeLessThan(spike.Expected);
    }

    [Fact]
    public void Observe_ItGetsWorse_IsToldAgain()
    {
        double[] values = Waves.Daily(24 * 30, noise: 1);
        values[600] += 25;
        values[603] += 60;

        Told(values).Select(static verdict => verdict.Value).Should().Contain([values[600], values[603]]);
    }

    [Theory]
    [InlineData(false, 0, 60)]
    [InlineData(true, 10, 80)]
    public void Observe_NothingUnusual_TellsNoMoreOftenThanItSays(bool heavy, int least, int most)
    {
        double[] values = Waves.Daily(20_000);
        double[] noise = Waves.Noise(20_000);
        var detector = new AnomalyDetector(new AnomalyOptions { Period = 24, Threshold = 3, Hold = 0 });

        // A light tail is rarer out there than the power law that is taken for it; a heavy one is as rare as it says.
        int told = values.Where((value, t) => detector.Observe(value + (heavy ? Math.Sign(noise[t]) * Math.Exp(1.5 * Math.Abs(noise[t])) : noise[t])).Kind == AnomalyKind.Point).Count();

        told.Should().BeInRange(least, most, "one value in a thousand, by each of two measures");
    }

    [Fact]
    public void Observe_KnownEvent_IsNotToldAndDoesNotBecomeUsual()
    {
        double[] values = Waves.Daily(24 * 30, noise: 1);
        var detector = new AnomalyDetector(new AnomalyOptions { Period = 24 });
        for (int t = 0; t < 24 * 20; t++)
        {
            detector.Observe(values[t]);
        }

        for (int t = 24 * 20; t < 24 * 25; t++)
        {
            detector.Observe(values[t] + 80, isKnownEvent: true).IsAnomaly.Should().BeFalse();
        }

        AnomalyVerdict after = detector.Observe(values[24 * 25]);
        after.IsAnomaly.Should().BeFalse();
        after.Expected.Should().BeApproximately(values[24 * 25], 4);
    }

    [Fact]
    public void Observe_LevelMovesALittle_IsAShift()
    {
        double[] values = Waves.Daily(24 * 60, noise: 1);
        for (int t = 24 * 40; t < values.Length; t++)
        {
            values[t] += 2.5;
        }

        var detector = new AnomalyDetector(new AnomalyOptions { Period = 24, Threshold = 10 });
        int[] shifts = [.. Enumerable.Range(0, values.Length).Where(t => detector.Observe(values[t]).Kind == AnomalyKind.LevelShift)];

        shifts.Should().ContainSingle().Which.Should().BeInRange(24 * 40, (24 * 40) + 48);
    }

    [Fact]
    public void Observe_ConstantThatJumps_IsTold()
    {
        double[] values = new double[700];
        values[600] = 1;

        Told(values).Should().ContainSingle().Which.Value.Should().Be(1);
        Told(new double[500]).Should().BeEmpty();
    }

    [Fact]
    public void Observe_Missing_IsNothing()
    {
        double[] values = Waves.Daily(24 * 30, noise: 1);
        values[500] = double.NaN;
        values.AsSpan(520, 30).Fill(double.NaN);

        Told(values).Should().NotContain(static verdict => verdict.Severity > 4);
    }

    [Fact]
    public void Observe_MissingFromTheFirst_KnowsNothing()
    {
        var detector = new AnomalyDetector(new AnomalyOptions { Period = 24 });

        AnomalyVerdict verdict = detector.Observe(double.NaN);

        verdict.IsAnomaly.Should().BeFalse();
        verdict.Expected.Should().Be(double.NaN);
        detector.Observe(5).IsAnomaly.Should().BeFalse();
    }

    [Fact]
    public void Observe_MissingAmongFewWithoutASeason_IsNotWhatIsUsual()
    {
        var detector = new AnomalyDetector(new AnomalyOptions { Seasons = 3 });
        detector.Observe(double.NaN);
        detector.Observe(double.NaN);
        detector.Observe(7);

        detector.Observe(7).Expected.Should().Be(7);
    }

    [Fact]
    public void Observe_Infinite_IsRefused() =>
        FluentActions.Invoking(() => new AnomalyDetector().Observe(double.NegativeInfinity)).Should().Throw<ArgumentException>().WithMessage("*finite*");

    [Theory]
    [InlineData(0, 7, 2.6)]
    [InlineData(24, 1, 2.6)]
    [InlineData(1000, 1000, 2.6)]
    [InlineData(24, 7, 0)]
    [InlineData(24, 7, 16)]
    public void Options_OutOfRange_AreRefused(int period, int seasons, double threshold) =>
        FluentActions.Invoking(() => new AnomalyDetector(new AnomalyOptions { Period = period, Seasons = seasons, Threshold = threshold })).Should().Throw<ArgumentOutOfRangeException>();

    private static AnomalyVerdict[] Told(double[] values)
    {
        var detector = new AnomalyDetector(new AnomalyOptions { Period = 24 });
        return [.. values.Select(value => detector.Observe(value)).Where(static verdict => verdict.IsAnomaly)];
    }
}
