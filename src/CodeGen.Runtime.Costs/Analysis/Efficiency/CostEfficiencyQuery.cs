namespace CodeGen.Runtime.Costs;

/// <summary>Says of what the efficiency is told. Without <c>Between</c> or <c>LastDays</c> it is the last 30 days, with the running one. Each method returns the same query. Not thread-safe.</summary>
public sealed class CostEfficiencyQuery : CostAnalysisQuery<CostEfficiencyQuery>
{
    /// <summary>How many days it is about unless something else is said.</summary>
    public const int DefaultDays = 30;

    internal CostEfficiencyQuery(DateTimeOffset now, string zone)
        : base(now, zone, DefaultDays, withToday: true)
    {
    }
}
