namespace CodeGen.Runtime.Costs;

/// <summary>
/// What steps ahead sum up to by the level of days and their week (<see cref="LocalLevel"/>). Days end where the history does, so that none is cut but the oldest, and have the mean shape of those that are
/// whole. Before there is one they are even, which makes it the mean of what was.
/// </summary>
internal static class DayLevel
{
    private const int DaysOfWeek = 7;

    /// <summary>The sum.</summary>
    /// <param name="values">The history by step; one at least.</param>
    /// <param name="parts">How much of each step ahead counts.</param>
    /// <param name="stepsOfDay">How many steps a day has.</param>
    public static NormalMixture Sum(ReadOnlySpan<double> values, ReadOnlySpan<double> parts, int stepsOfDay)
    {
        double[] shape = Shape(values, stepsOfDay);
        double[] shares = new double[(parts.Length + stepsOfDay - 1) / stepsOfDay];
        for (int i = 0; i < parts.Length; i++)
        {
            shares[i / stepsOfDay] += parts[i] * shape[i % stepsOfDay];
        }

        // Of the oldest day the last steps were seen.
        int cut = values.Length % stepsOfDay;
        double seen = cut > 0 ? Total(shape.AsSpan(stepsOfDay - cut)) : 0;
        List<double> days = seen > 0 ? [Total(values[..cut]) / seen] : [];
        for (int at = cut; at < values.Length; at += stepsOfDay)
        {
            days.Add(Total(values.Slice(at, stepsOfDay)));
        }

        return LocalLevel.Sum([.. days], seen > 0 ? seen : 1, DaysOfWeek, shares);
    }

    /// <summary>Which part of a day each of its steps is, in the mean; even where nothing was spent.</summary>
    private static double[] Shape(ReadOnlySpan<double> values, int stepsOfDay)
    {
        double[] shape = new double[stepsOfDay];
        for (int i = values.Length % stepsOfDay, step = 0; i < values.Length; i++, step = (step + 1) % stepsOfDay)
        {
            shape[step] += values[i];
        }

        double sum = shape.Sum();
        return [.. shape.Select(part => sum > 0 ? part / sum : 1.0 / stepsOfDay)];
    }

    private static double Total(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }
}
