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

    /// <summary>
    /// Writes a billing period of the ledger as a FOCUS 1.2 file: one row for each hour, meter of a SKU and attribution. A charge is invoiced in the month of its use; what corrects it in that month goes into its
    /// row, and what corrects it later is a row of class Correction in the month of the correction. The sums of <c>BilledCost</c> are those of the ledger to the pico.
    /// </summary>
    /// <param name="writer">Where to. It stays open.</param>
    /// <param name="year">The year, 1970 to 8999.</param>
    /// <param name="month">The month of the billing zone, 1 to 12. The running one has what was booked so far.</param>
    /// <param name="options">What the ledger does not know, or <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the writing; the file is unusable then.</param>
    /// <exception cref="ArgumentException">There is no such month.</exception>
    /// <exception cref="FocusRowException">A row would break a rule of FOCUS, such as by a currency that is none.</exception>
    Task<FocusExport> WriteFocusAsync(IFocusWriter writer, int year, int month, FocusExportOptions? options = null, CancellationToken cancellationToken = default);
}
