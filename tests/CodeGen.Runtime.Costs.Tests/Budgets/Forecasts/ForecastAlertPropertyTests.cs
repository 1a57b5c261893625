using CsCheck;
using FluentAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>However often budgets are forecast, and whatever comes out, each window is told of once, by the first forecast that is likely enough.</summary>
public sealed class ForecastAlertPropertyTests
{
    private static readonly BudgetDefinition s_budget = Definition();

    [Fact]
    public void Check_AnyIntervalsAndProbabilities_TellsEachWindowOnceAndAtTheFirstLikelyForecast() =>
        Gen.Select(Gen.Int[1, 200], Gen.Double[0, 1]).Array[1, 40].Sample(steps =>
        {
            var time = new FakeTimeProvider(BudgetHost.Start);
            var analysis = new StatedAnalysis(time);
            var told = new RecordedAlerts();
            var alerts = new ForecastAlerts([s_budget], analysis, [told], ForecastAlertMemory.Open(null), TimeSpan.FromHours(1), time, NullLogger.Instance);
            var expected = new List<string>();
            foreach ((int hours, double probability) in steps)
            {
                time.Advance(TimeSpan.FromHours(hours));
                analysis.Probability = probability;
                alerts.CheckAsync(default).GetAwaiter().GetResult();
                s_budget.Period.TryGetWindow(time.GetUtcNow(), out BudgetWindow window);
                if (analysis.Stated >= 0.8 && !expected.Contains(window.Id))
                {
                    expected.Add(window.Id);
                }
            }

            told.All.Select(static alert => alert.Window.Id).Should().Equal(expected);
        });

    private static BudgetDefinition Definition()
    {
        var options = new BudgetsOptions();
        new BudgetBuilder(options.Definitions["day"] = new BudgetOptions()).Daily(10).AlertOnForecast(0.8);
        return BudgetsOptionsValidator.Read(options, []).Single();
    }
}
