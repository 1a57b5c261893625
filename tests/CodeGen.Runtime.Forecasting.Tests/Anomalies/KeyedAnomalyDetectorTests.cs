namespace CodeGen.Runtime.Forecasting.Tests.Anomalies;

public sealed class KeyedAnomalyDetectorTests
{
    private static readonly string[] s_projects = ["alpha", "beta", "gamma"];

    [Fact]
    public void Observe_OnePartRises_CarriesTheChange()
    {
        var detector = new KeyedAnomalyDetector(new KeyedAnomalyOptions { Total = new AnomalyOptions { Period = 24 } });
        for (int t = 0; t < 24 * 20; t++)
        {
            detector.Observe(Parts(t));
        }

        Dictionary<string, double> parts = Parts(24 * 20);
        parts["beta"] += 200;
        KeyedAnomalyVerdict verdict = detector.Observe(parts);

        verdict.IsAnomaly.Should().BeTrue();
        Contribution first = verdict.Contributions[0];
        first.Key.Should().Be("beta");
        first.Deviation.Should().BeApproximately(200, 5);
        verdict.Contributions.Sum(static part => part.Deviation).Should().BeApproximately(verdict.Total.Value - verdict.Total.Expected, 15);
        verdict.NewKeys.Should().BeEmpty();
    }

    [Fact]
    public void Observe_LargePartThatWasNeverThere_IsTold()
    {
        var detector = new KeyedAnomalyDetector();
        for (int t = 0; t < 50; t++)
        {
            detector.Observe(Parts(t));
        }

        Dictionary<string, double> parts = Parts(50);
        parts["delta"] = 60;
        parts["small"] = 0.5;
        KeyedAnomalyVerdict verdict = detector.Observe(parts);

        Contribution added = verdict.NewKeys.Should().ContainSingle().Subject;
        (added.Key, added.IsNew, added.Expected).Should().Be(("delta", true, 0));
        detector.Observe(parts).NewKeys.Should().BeEmpty("it is known now");
    }

    [Fact]
    public void Observe_LargeNewPartDuringAKnownEvent_IsNotTold()
    {
        var detector = new KeyedAnomalyDetector();
        for (int t = 0; t < 50; t++)
        {
            detector.Observe(Parts(t));
        }

        detector.Observe(new Dictionary<string, double>(Parts(50)) { ["fair"] = 500 }, isKnownEvent: true).IsAnomaly.Should().BeFalse();
    }

    [Fact]
    public void Observe_AtTheBeginning_NothingIsNew()
    {
        var detector = new KeyedAnomalyDetector();

        detector.Observe(Parts(0)).IsAnomaly.Should().BeFalse();
    }

    [Fact]
    public void Observe_MoreKeysThanAreKept_AreOneTogether()
    {
        var detector = new KeyedAnomalyDetector(new KeyedAnomalyOptions { MaxKeys = 2 });
        KeyedAnomalyVerdict verdict = null!;
        for (int t = 0; t < 10; t++)
        {
            verdict = detector.Observe(Parts(t));
        }

        verdict.Contributions.Select(static part => part.Key).Should().BeSubsetOf(["alpha", "beta", KeyedAnomalyDetector.OtherKeys]).And.Contain(KeyedAnomalyDetector.OtherKeys);
        verdict.Total.Value.Should().BeApproximately(Parts(9).Values.Sum(), 1e-9);
    }

    [Fact]
    public void Observe_PartThatIsGone_IsZero()
    {
        var detector = new KeyedAnomalyDetector();
        for (int t = 0; t < 50; t++)
        {
            detector.Observe(Parts(t));
        }

        Dictionary<string, double> parts = Parts(50);
        parts.Remove("gamma");

        detector.Observe(parts).Contributions[0].Should().Match<Contribution>(static part => part.Key == "gamma" && part.Value == 0 && part.Deviation < 0);
    }

    [Fact]
    public void Observe_NotFinite_IsRefusedByKey() =>
        FluentActions.Invoking(() => new KeyedAnomalyDetector().Observe(new Dictionary<string, double> { ["alpha"] = double.NaN })).Should().Throw<ArgumentException>().WithMessage("*'alpha'*");

    private static Dictionary<string, double> Parts(int t)
    {
        double[] noise = Waves.Noise(3, seed: t + 1);
        double day = 1 + (0.3 * Math.Sin(2 * Math.PI * t / 24));
        return s_projects.Select((name, i) => (name, value: ((100 * (i + 1)) * day) + noise[i])).ToDictionary(static part => part.name, static part => part.value);
    }
}
