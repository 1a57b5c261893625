namespace CodeGen.Runtime.Forecasting;

/// <summary>What followed the places of the history that look most like its end.</summary>
/// <remarks>Lorenz' method of analogues (Journal of the Atmospheric Sciences 26, 1969) with weights by distance; levels are brought to that of the end.</remarks>
/// <param name="window">How many points are compared.</param>
/// <param name="step">Only places that are a multiple of it before the end are compared: the same time of the season.</param>
internal sealed class Analogue(int window, int step) : IForecastModel
{
    private const int Fewest = 3;
    private const int Most = 10;

    public string Name => $"analogues of {window}";

    public int MinLength => (3 * window) + 1;

    public void Forecast(ReadOnlySpan<double> history, ReadOnlySpan<double> tuning, Span<double> into)
    {
        ReadOnlySpan<double> end = history[^window..];
        double level = Mean(end);
        List<(double Distance, int At, double Level)> places = [];
        for (int at = history.Length - Rounded(into.Length); at >= window; at -= step)
        {
            ReadOnlySpan<double> place = history[(at - window)..at];
            double mean = Mean(place);
            double distance = 0;
            for (int i = 0; i < window; i++)
            {
                double difference = place[i] - mean - (end[i] - level);
                distance += difference * difference;
            }

            places.Add((distance, at, mean));
        }

        if (places.Count == 0)
        {
            into.Fill(history[^1]);
            return;
        }

        places.Sort(static (x, y) => x.Distance != y.Distance ? x.Distance.CompareTo(y.Distance) : y.At.CompareTo(x.At));
        int taken = Math.Min(places.Count, Math.Clamp((int)Math.Sqrt(places.Count), Fewest, Most));
        into.Clear();
        double weights = 0;
        double smallest = (window * 1e-12 * ((level * level) + 1)) + places[0].Distance;
        foreach ((double distance, int at, double mean) in places.Take(taken))
        {
            double weight = smallest / (distance + (window * 1e-12 * ((level * level) + 1)));
            weights += weight;
            for (int i = 0; i < into.Length; i++)
            {
                into[i] += weight * (history[at + i] - mean + level);
            }
        }

        foreach (ref double value in into)
        {
            value /= weights;
        }
    }

    /// <summary>The nearest place after which all that is asked for is known, in whole steps.</summary>
    private int Rounded(int horizon) => (horizon + step - 1) / step * step;

    private static double Mean(ReadOnlySpan<double> values)
    {
        double mean = 0;
        foreach (double value in values)
        {
            mean += value / values.Length;
        }

        return mean;
    }
}
