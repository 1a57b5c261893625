namespace CodeGen.Runtime.Costs;

/// <summary>
/// Answers what was spent, on what, by whom. A report has everything that was booked before it was asked for: sums from the roll-ups, and from the ledger what they do not have yet. What budgets hold, and what of
/// it is indeterminate, is no cost and in no report; <see cref="IBudgets"/> tells it. Thread-safe.
/// </summary>
public interface ICostReports
{
    /// <summary>Makes a report. It takes no lock that booking waits for.</summary>
    /// <param name="configure">Says what: a period, and by what the sums are to be apart, such as <c>r => r.Period(2026, 3).GroupBy("project", "model")</c>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException">There is no period, or what is asked for does not go together.</exception>
    /// <exception cref="OverflowException">A sum has more than about 10²⁶ units.</exception>
    ValueTask<CostReport> ReportAsync(Action<CostQuery> configure, CancellationToken cancellationToken = default);
}
