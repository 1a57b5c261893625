using CodeGen.Runtime.Forecasting;

namespace CodeGen.Runtime.Costs;

/// <summary>Says whether a series is rather a line than a few levels: of a steady growth with little noise every week is another level.</summary>
/// <remarks>By the criterion of Schwarz (Annals of Statistics 6, 1978) with errors of Laplace's distribution, whose mean absolute error a single wild value hardly moves.</remarks>
internal static class TrendShape
{
    /// <summary>A start and a slope.</summary>
    private const int OfLine = 2;

    /// <summary>Where it is and how high.</summary>
    private const int OfLevel = 2;

    public static bool IsLine(double[] values, IReadOnlyList<ChangePoint> changes, int period)
    {
        double[] times = [.. values.Select(static (_, at) => (double)at)];
        if (changes.Count == 0 || SenSlope.Of(times, values, period) is not { } line)
        {
            return false;
        }

        double[] fromLine = [.. values.Select((value, at) => value - (line.Slope * at))];
        double[] fromLevels = [.. values.Select((value, at) => value - Level(changes, at))];
        return Badness(fromLine, OfLine, period) <= Badness(fromLevels, OfLevel * changes.Count, period);
    }

    private static double Level(IReadOnlyList<ChangePoint> changes, int at)
    {
        double level = changes[0].Before;
        foreach (ChangePoint change in changes.TakeWhile(change => change.Index <= at))
        {
            level = change.After;
        }

        return level;
    }

    private static double Badness(double[] errors, int parameters, int period)
    {
        double sum = 0;
        double size = 0;
        for (int season = 0; season < period; season++)
        {
            double[] same = [.. errors.Where((_, at) => at % period == season).Order()];
            sum += same.Sum(error => Math.Abs(error - same[same.Length / 2]));
            size += same.Sum(Math.Abs);
        }

        // Of a perfect fit the logarithm is of rounding.
        double mean = (sum + (1e-12 * (1 + size))) / errors.Length;
        return (2 * errors.Length * Math.Log(mean)) + (parameters * Math.Log(errors.Length));
    }
}
