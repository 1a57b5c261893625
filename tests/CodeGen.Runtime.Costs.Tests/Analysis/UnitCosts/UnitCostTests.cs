using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

public sealed class UnitCostTests : IDisposable
{
    private readonly AnalyzedHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task UnitCostsAsync_SteadyCalls_AreTheSameEachDay()
    {
        Calls(days: 30, static _ => ("small", 1_000, 500));
        _host.PayDaily(30, static (_, _) => 100);

        UnitCosts costs = await _host.Analysis.UnitCostsAsync();

        UnitCostGroup all = costs.Groups.Should().ContainSingle().Subject;
        all.Value.Should().BeNull();
        all.Days.Should().HaveCount(30).And.OnlyContain(static day => day.Requests == 10 && day.PerRequest == AnalyzedHost.Usd(0.002m) && day.PerThousandOutputTokens == AnalyzedHost.Usd(0.004m));
        all.Whole.Cost.Should().Be(AnalyzedHost.Usd(0.6m), "processors are no calls of models");
        all.Shifts.Should().BeEmpty();
    }

    [Fact]
    public async Task UnitCostsAsync_AnswersBecomeLonger_IsAnEffectOfTokens()
    {
        Calls(days: 40, static day => ("small", 1_000, day < 25 ? 500 : 1_500));

        UnitCostGroup all = (await _host.Analysis.UnitCostsAsync()).Groups.Single();

        UnitCostShift perRequest = all.Shifts.Should().ContainSingle(static shift => shift.Kind == UnitCostKind.PerRequest).Subject;
        perRequest.At.Should().Be(AnalyzedHost.Today.AddDays(-15));
        (perRequest.Before, perRequest.After).Should().Be((AnalyzedHost.Usd(0.002m), AnalyzedHost.Usd(0.004m)));
        perRequest.Effects.Price.IsZero.Should().BeTrue();
        perRequest.Effects.Tokens.ToDecimal().Should().BeGreaterThan(0.001m);
        Sum(perRequest.Effects).Should().Be(AnalyzedHost.Usd(0.002m));

        // 10 calls a day, 0.002 more for each.
        perRequest.PerMonth.ToDecimal().Should().BeApproximately(0.02m * 365.25m / 12, 0.0001m);
        all.Shifts.Should().Contain(static shift => shift.Kind == UnitCostKind.PerThousandOutputTokens && shift.After < shift.Before, "the prompt is shared by more tokens of answers");
    }

    [Fact]
    public async Task UnitCostsAsync_PriceRaised_IsAnEffectOfPrice()
    {
        Calls(days: 40, static _ => ("dearer", 1_000, 500));

        UnitCostGroup model = (await _host.Analysis.UnitCostsAsync(q => q.GroupBy("model"))).Groups.Single();

        model.Value.Should().Be("dearer");
        model.Shifts.Should().HaveCount(2).And.OnlyContain(static shift => shift.At == new DateOnly(2026, 8, 1));
        model.Shifts[0].Effects.Should().Be(new UnitCostEffects(AnalyzedHost.Usd(0.001m), AnalyzedHost.Usd(0), AnalyzedHost.Usd(0)));
        model.Shifts[1].Effects.Price.Should().Be(AnalyzedHost.Usd(0.002m));
    }

    [Fact]
    public async Task UnitCostsAsync_AnotherModelAnswers_IsAnEffectOfMix()
    {
        Calls(days: 40, static day => (day < 30 ? "small" : "large", 1_000, 500), "coder");
        Calls(days: 40, static _ => ("small", 100, 50), "reviewer");

        UnitCosts costs = await _host.Analysis.UnitCostsAsync(q => q.GroupBy("service"));

        costs.Dimension.Should().Be("service");
        costs.Groups.Select(static group => group.Value).Should().Equal("coder", "reviewer");
        UnitCostShift shift = costs.Groups[0].Shifts[0];
        shift.Should().BeEquivalentTo(new { Kind = UnitCostKind.PerRequest, At = AnalyzedHost.Today.AddDays(-10), Before = AnalyzedHost.Usd(0.002m), After = AnalyzedHost.Usd(0.02m) });
        shift.Effects.Should().Be(new UnitCostEffects(AnalyzedHost.Usd(0), AnalyzedHost.Usd(0), AnalyzedHost.Usd(0.018m)));
        costs.Groups[1].Shifts.Should().BeEmpty();
    }

    [Fact]
    public async Task UnitCostsAsync_NoCalls_IsEmpty() => (await _host.Analysis.UnitCostsAsync()).Groups.Should().BeEmpty();

    [Fact]
    public async Task UnitCostsAsync_Top_LeavesOutTheOthers()
    {
        foreach (string service in new[] { "a", "b", "c" })
        {
            Calls(days: 8, _ => ("small", service[0] * 10, 50), service);
        }

        (await _host.Analysis.UnitCostsAsync(q => q.GroupBy("service").Top(2))).Groups.Select(static group => group.Value).Should().Equal("c", "b");
    }

    [Fact]
    public async Task UnitCostsAsync_BadInput_IsRefused()
    {
        await FluentActions.Awaiting(() => _host.Analysis.UnitCostsAsync(static q => q.GroupBy("day")).AsTask()).Should().ThrowAsync<ArgumentException>().WithMessage("*'day'*");
        await FluentActions.Awaiting(() => _host.Analysis.UnitCostsAsync(static q => q.Top(0)).AsTask()).Should().ThrowAsync<ArgumentException>();
    }

    private static Money Sum(UnitCostEffects effects) => effects.Price + effects.Tokens + effects.Mix;

    /// <summary>Ten calls on each of the days before today.</summary>
    private void Calls(int days, Func<int, (string Model, int Input, int Output)> call, string? service = null)
    {
        for (int day = 0; day < days; day++)
        {
            (string model, int input, int output) = call(day);
            for (int hour = 0; hour < 10; hour++)
            {
                _host.Call(model, AnalyzedHost.At(AnalyzedHost.Today.AddDays(day - days), hour + 8), input, output, attribution: new CostAttribution { Service = service });
            }
        }

        _host.Metered.RollUp();
    }
}
