namespace CodeGen.Runtime.Costs;

/// <summary>A time of which something is not in a report. Immutable, thread-safe.</summary>
/// <param name="From">The first instant, UTC.</param>
/// <param name="Until">The first instant after it, UTC.</param>
/// <param name="Reason">What is missing, and why.</param>
public sealed record CostReportGap(DateTimeOffset From, DateTimeOffset Until, string Reason);
