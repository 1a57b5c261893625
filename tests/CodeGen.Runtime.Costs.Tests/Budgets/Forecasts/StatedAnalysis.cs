using CodeGen.Runtime.Forecasting;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Projections in which the share of ways that pass 10 USD is what a test says.</summary>
internal sealed class StatedAnalysis(TimeProvider time) : ICostAnalysis
{
    private const int Ways = 20;

    public double Probability { get; set; }

    /// <summary>Is released at each projection.</summary>
    public SemaphoreSlim Asked { get; } = new(0);

    /// <summary>The probability as it can be stated by so many ways.</summary>
    public double Stated => (double)Passing / Ways;

    private int Passing => (int)(Probability * Ways);

    public ValueTask<CostProjection> ProjectAsync(Action<CostProjectionQuery> configure, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<BudgetProjection?> ProjectBudgetAsync(BudgetDefinition budget, CancellationToken cancellationToken = default)
    {
        Asked.Release();
        budget.Period.TryGetWindow(time.GetUtcNow(), out BudgetWindow window);
        double[][] paths = [.. Enumerable.Range(0, Ways).Select(way => new[] { way < Passing ? 11.0 : 9.0 })];
        var costs = new CostProjection(new ProjectedWays(0, 0, paths, [window.End], time.GetUtcNow()))
        {
            From = window.Start,
            Until = window.End,
            AsOf = time.GetUtcNow(),
            Spent = Money.Zero(Currency.Usd),
            Linear = null,
            Error = new BacktestError(7, 24, 1, 2),
            Unconverted = [],
        };
        return ValueTask.FromResult<BudgetProjection?>(new BudgetProjection(budget, window, costs, costs.WhenAbove(budget.Limit)));
    }

    public ValueTask<CostTrend> TrendAsync(Action<CostTrendQuery>? configure = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<UnitCosts> UnitCostsAsync(Action<UnitCostQuery>? configure = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<CostEfficiency> EfficiencyAsync(Action<CostEfficiencyQuery>? configure = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<CostAnomalies> AnomaliesAsync(Action<CostAnomalyQuery>? configure = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
