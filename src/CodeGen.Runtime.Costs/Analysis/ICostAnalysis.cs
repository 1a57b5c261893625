namespace CodeGen.Runtime.Costs;

/// <summary>Says where costs are going and where they come from: what a month or year will come to, when a limit will be reached, how costs went, what a unit costs, what was idle, what is out of the ordinary. Thread-safe.</summary>
public interface ICostAnalysis
{
    /// <summary>
    /// Projects a running month or year: what was spent so far, and ways that the rest may take, drawn from a forecast of the costs by hour (by day, where more than 62 days are left). A period that is over is what was
    /// spent; one that has not begun is all forecast.
    /// </summary>
    /// <param name="configure">Says which period, and which costs, such as <c>q => q.Month(2026, 3).Where("project", "p42")</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">There is no period, or what is asked for does not go together.</exception>
    ValueTask<CostProjection> ProjectAsync(Action<CostProjectionQuery> configure, CancellationToken cancellationToken = default);

    /// <summary>Projects the running window of a budget: the costs of its scope in the ledger, in its currency, by the hours of its zone.</summary>
    /// <param name="budget">One of <see cref="IBudgets.Definitions"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The projection; <see langword="null"/> of a rolling period, which has no end, and outside of the window of <see cref="BudgetPeriod.Once"/>.</returns>
    ValueTask<BudgetProjection?> ProjectBudgetAsync(BudgetDefinition budget, CancellationToken cancellationToken = default);

    /// <summary>How costs went by day, week or month: how much more a month costs than the one before, where their level changed, and how they compare with the time before.</summary>
    /// <param name="configure">Says which days and costs, such as <c>q => q.LastDays(180).By(CostTrendStep.Week)</c>; <see langword="null"/> for all costs of the last 90 whole days.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">What is asked for does not go together.</exception>
    ValueTask<CostTrend> TrendAsync(Action<CostTrendQuery>? configure = null, CancellationToken cancellationToken = default);

    /// <summary>What a call of a model and 1,000 tokens of answers cost by day, where that changed for good, what the change comes to in a month, and whether it comes from prices, from tokens or from the mix.</summary>
    /// <param name="configure">Says which days and costs, and by what they are apart, such as <c>q => q.GroupBy("service")</c>; <see langword="null"/> for all calls of the last 60 whole days.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">What is asked for does not go together.</exception>
    ValueTask<UnitCosts> UnitCostsAsync(Action<UnitCostQuery>? configure = null, CancellationToken cancellationToken = default);

    /// <summary>How much of what was paid for was used: hours of machines with and without work, what caches saved, what had no price.</summary>
    /// <param name="configure">Says which days and costs, such as <c>q => q.LastDays(7).Where("resource", "gpu-1")</c>; <see langword="null"/> for all of the last 30 days.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">What is asked for does not go together.</exception>
    ValueTask<CostEfficiency> EfficiencyAsync(Action<CostEfficiencyQuery>? configure = null, CancellationToken cancellationToken = default);

    /// <summary>Hours or days with costs out of the ordinary, and which project, model, user, service or tag carries them.</summary>
    /// <param name="configure">Says which days and costs, and what explains them, such as <c>q => q.LastDays(3).Explain("project", "tag.team")</c>; <see langword="null"/> for the hours of the last 7 days.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">What is asked for does not go together.</exception>
    ValueTask<CostAnomalies> AnomaliesAsync(Action<CostAnomalyQuery>? configure = null, CancellationToken cancellationToken = default);
}
