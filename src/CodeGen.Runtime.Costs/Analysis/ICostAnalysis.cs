namespace CodeGen.Runtime.Costs;

/// <summary>Says where costs are going: what a month or year will come to, and when a limit will be reached. Thread-safe.</summary>
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
}
