namespace CodeGen.Runtime.Forecasting;

/// <summary>What a competition came to: models with their settings and weights, and how far off they were together.</summary>
internal sealed record TunedModels(
    Seasons Seasons, IReadOnlyList<IForecastModel> Models, double[][] Tunings, double[] Weights, ErrorBand Band, BacktestError Error)
{
    /// <summary>Goes on with a history.</summary>
    public double[] Combine(double[] history, int horizon)
    {
        var range = Range.Of(history);
        double[][] predicted = [.. Models.Select((model, k) => Predict(model, history, Tunings[k], range, horizon))];
        double[] combined = Combination.Combine(predicted, Weights);
        foreach (ref double value in combined.AsSpan())
        {
            // A mean of the same numbers may be a little beside them.
            value = range.Limit(value);
        }

        return combined;
    }

    /// <summary>What one model says; what makes no sense is left to the last value.</summary>
    public static double[] Predict(IForecastModel model, ReadOnlySpan<double> past, double[] tuning, Range range, int steps)
    {
        double[] values = new double[steps];
        if (past.Length < model.MinLength || (model is LogScaled && past.ContainsAnyExceptInRange(double.Epsilon, double.MaxValue)))
        {
            Array.Fill(values, past[^1]);
            return values;
        }

        model.Forecast(past, tuning, values);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = double.IsNaN(values[i]) ? past[^1] : range.Limit(values[i]);
        }

        return values;
    }
}
