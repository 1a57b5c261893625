namespace CodeGen.Runtime.Costs;

/// <summary>The whole days, weeks or months of a time.</summary>
internal static class TrendSteps
{
    /// <summary>The first days of the steps, and of the one after the last.</summary>
    /// <exception cref="ArgumentException">There is no whole one.</exception>
    public static DateOnly[] Of(DateOnly first, DateOnly end, CostTrendStep step)
    {
        var starts = new List<DateOnly>();
        for (DateOnly start = FirstOf(first, step); start <= end; start = Next(start, step))
        {
            starts.Add(start);
        }

        return starts.Count >= 2
            ? [.. starts]
            : throw new ArgumentException($"From {first:yyyy-MM-dd} until {end:yyyy-MM-dd} there is no whole {step.ToString().ToLowerInvariant()}. Write a longer time, or a shorter step.", nameof(step));
    }

    /// <summary>So many steps earlier.</summary>
    public static DateOnly Before(DateOnly start, CostTrendStep step, int count) => step switch
    {
        CostTrendStep.Day => start.AddDays(-count),
        CostTrendStep.Week => start.AddDays(-7 * count),
        _ => start.AddMonths(-count),
    };

    private static DateOnly Next(DateOnly start, CostTrendStep step) => Before(start, step, -1);

    /// <summary>The first day on which a step begins.</summary>
    private static DateOnly FirstOf(DateOnly day, CostTrendStep step) => step switch
    {
        CostTrendStep.Day => day,
        CostTrendStep.Week => day.AddDays((8 - (int)day.DayOfWeek) % 7),
        _ => day.Day == 1 ? day : day.AddDays(1 - day.Day).AddMonths(1),
    };
}
