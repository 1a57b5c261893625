namespace CodeGen.Runtime.Costs;

/// <summary>Says what a trend is about. Without <c>Between</c> or <c>LastDays</c> it is the last 90 whole days. Each method returns the same query. Not thread-safe.</summary>
public sealed class CostTrendQuery : CostAnalysisQuery<CostTrendQuery>
{
    /// <summary>How many days a trend is about unless something else is said.</summary>
    public const int DefaultDays = 90;

    internal CostTrendQuery(DateTimeOffset now, string zone)
        : base(now, zone, DefaultDays, withToday: false)
    {
    }

    internal CostTrendStep Step { get; private set; }

    /// <summary>By days, weeks or months; of the time, weeks and months that are not wholly in it are left out.</summary>
    /// <param name="step">Which; without a call, days.</param>
    public CostTrendQuery By(CostTrendStep step)
    {
        Step = Enum.IsDefined(step) ? step : throw new ArgumentOutOfRangeException(nameof(step), step, $"A step is one of {string.Join(", ", Enum.GetNames<CostTrendStep>())}.");
        return this;
    }
}
