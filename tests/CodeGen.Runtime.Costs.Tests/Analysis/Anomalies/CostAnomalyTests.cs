using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public sealed class CostAnomalyTests : IDisposable
{
    /// <summary>Yesterday at ten.</summary>
    private static readonly DateTimeOffset s_spike = new(2026, 8, 19, 10, 0, 0, TimeSpan.Zero);

    private readonly AnalyzedHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task AnomaliesAsync_AProjectSpends_IsToldWithWhoCarriesIt()
    {
        Hours(days: 20, static _ => 1);
        _host.Pay(300, s_spike, new CostAttribution { Project = "checkout", User = "u7", Service = "coder" });
        _host.Metered.RollUp();

        CostAnomalies found = await _host.Analysis.AnomaliesAsync();

        CostAnomaly anomaly = found.All.Should().ContainSingle().Subject;
        (anomaly.From, anomaly.Until, anomaly.Kind).Should().Be((s_spike, s_spike.AddHours(1), CostAnomalyKind.Point));
        anomaly.Severity.Should().BeGreaterThan(2.6);
        anomaly.Actual.ToDecimal().Should().BeInRange(310, 340);
        anomaly.Expected.ToDecimal().Should().BeInRange(10, 40);
        anomaly.High.Should().BeLessThan(anomaly.Actual);
        CostExplanation project = anomaly.Explanations.Should().ContainSingle(static one => one.Dimension == "project").Subject;
        project.Contributions[0].Should().BeEquivalentTo(new { Value = "checkout", IsNew = false, IsOther = false });
        project.Contributions[0].Share.Should().BeInRange(0.9, 1.1);
        project.Contributions[0].Actual.ToDecimal().Should().BeGreaterThan(300);
        anomaly.Explanations.Should().ContainSingle(static one => one.Dimension == "user").Which.Contributions[0].Should().BeEquivalentTo(new { Value = "u7", IsNew = true });
        anomaly.Explanations.Select(static one => one.Dimension).Should().NotContain("model", "nothing has one").And.NotContain("service", "all belongs to one");
        found.LearntFrom.Should().Be(MeteredHost.Began.AddDays(-20));
        found.Until.Should().Be(MeteredHost.Began);
    }

    [Fact]
    public async Task AnomaliesAsync_EverythingRises_IsExplainedByNothing()
    {
        Hours(days: 20, static time => time == s_spike ? 20 : 1);

        CostAnomaly anomaly = (await _host.Analysis.AnomaliesAsync()).All.Should().ContainSingle().Subject;

        anomaly.Explanations.Should().BeEmpty();
    }

    [Fact]
    public async Task AnomaliesAsync_KnownEvent_IsNotTold()
    {
        Hours(days: 20, static _ => 1);
        _host.Pay(300, s_spike);
        _host.Metered.RollUp();

        (await _host.Analysis.AnomaliesAsync(q => q.KnownEvent(s_spike.AddMinutes(-30), s_spike.AddMinutes(5)))).All.Should().BeEmpty();
        (await _host.Analysis.AnomaliesAsync(q => q.KnownEvent(s_spike.AddHours(1), s_spike.AddHours(2)))).All.Should().ContainSingle();
    }

    [Fact]
    public async Task AnomaliesAsync_OutsideOfTheDays_IsNotTold()
    {
        Hours(days: 20, static _ => 1);
        _host.Pay(300, s_spike.AddDays(-5));
        _host.Metered.RollUp();

        (await _host.Analysis.AnomaliesAsync(q => q.LastDays(3))).All.Should().BeEmpty();
        (await _host.Analysis.AnomaliesAsync(q => q.LastDays(7).Explain())).All.Should().ContainSingle().Which.Explanations.Should().BeEmpty();
    }

    [Fact]
    public async Task AnomaliesAsync_LargeNewValue_IsTold()
    {
        Hours(days: 20, static _ => 1, noise: 10);
        _host.Pay(8, s_spike, new CostAttribution { Project = "new" });
        _host.Metered.RollUp();

        CostAnomaly anomaly = (await _host.Analysis.AnomaliesAsync(q => q.Explain("project"))).All.Should().ContainSingle().Subject;

        anomaly.Kind.Should().Be(CostAnomalyKind.NewValue);
        CostExplanation explanation = anomaly.Explanations.Should().ContainSingle().Subject;
        explanation.Contributions[0].Should().BeEquivalentTo(new { Value = "new", IsNew = true, Change = AnalyzedHost.Usd(8) });
        (explanation.Contributions[0].Change + explanation.Contributions[1].Change).Should().Be(anomaly.Change);
    }

    [Fact]
    public async Task AnomaliesAsync_ByDay_IsADayOfTheBillingZone()
    {
        var random = new Random(9);
        _host.PayDaily(120, (date, _) => (date == AnalyzedHost.Today.AddDays(-2) ? 900 : 100) + random.Next(0, 20), new CostAttribution { Project = "checkout" });

        CostAnomalies found = await _host.Analysis.AnomaliesAsync(q => q.ByDay());

        found.All.Should().ContainSingle().Which.From.Should().Be(AnalyzedHost.At(AnalyzedHost.Today.AddDays(-2)));
        found.Until.Should().Be(AnalyzedHost.At(AnalyzedHost.Today), "the running day is not over");
    }

    [Fact]
    public async Task AnomaliesAsync_NothingBooked_IsNothing()
    {
        CostAnomalies found = await _host.Analysis.AnomaliesAsync();

        found.All.Should().BeEmpty();
        found.LearntFrom.Should().BeNull();
    }

    [Fact]
    public async Task AnomaliesAsync_BadInput_IsRefused()
    {
        await Refused(static q => q.Explain("hour"), "*'hour'*");
        await Refused(static q => q.Explain("project", "project"), "*twice*");
        await Refused(static q => q.KnownEvent(s_spike, s_spike), "*earlier instant first*");
        await Refused(static q => q.MinSeverity(0), "*");

        async Task Refused(Action<CostAnomalyQuery> query, string message) =>
            await FluentActions.Awaiting(() => _host.Analysis.AnomaliesAsync(query).AsTask()).Should().ThrowAsync<ArgumentException>().WithMessage(message);
    }

    /// <summary>Books what three projects cost by the hour: more by day, never quite the same.</summary>
    private void Hours(int days, Func<DateTimeOffset, int> times, int noise = 1)
    {
        var random = new Random(21);
        for (int hour = 0; hour < days * 24; hour++)
        {
            DateTimeOffset at = MeteredHost.Began.AddDays(-days).AddHours(hour);
            int factor = times(at);
            foreach ((string project, int usual) in new[] { ("checkout", 4), ("search", 8), ("billing", 2) })
            {
                _host.Pay(factor * (usual + (at.Hour is >= 8 and < 18 ? usual : 0) + ((decimal)random.Next(0, 100) * noise / 100)), at, new CostAttribution { Project = project, User = project + "-team", Service = "coder" });
            }
        }

        _host.Metered.RollUp();
    }
}
