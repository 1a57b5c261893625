namespace CodeGen.Runtime.Forecasting;

/// <summary>One forecast in the making.</summary>
internal sealed class ForecastRun(double[] history, Seasons seasons, int horizon)
{
    private readonly IReadOnlyList<IForecastModel> _models = ModelSet.For(history, seasons, horizon);
    private readonly Range _range = Range.Of(history);

    public Forecast Make()
    {
        (int[] cuts, int looks) = Backtest.Plan(history.Length, horizon, seasons.Period);
        double[][] tunings = [.. _models.Select(model => Tune(model, cuts))];
        Backtest backtest = Test(cuts, looks, tunings);
        double[] weights = Combination.Weights(backtest.Actual.Length == 0 ? new double[_models.Count] : backtest.Errors(without: -1));
        double[][] predicted = [.. _models.Select((model, k) => Predict(model, history, tunings[k], horizon))];
        double[] mean = Combination.Combine(predicted, weights);
        double[][] errors = Errors(backtest);
        ErrorBand band = errors.Length == 0 ? ErrorBand.OfChanges(history, horizon) : ErrorBand.Of(errors, horizon);
        return new Forecast(mean, band, _range, seasons, BacktestErrorOf(backtest, errors), [.. _models.Select((model, k) => new ForecastWeight(model.Name, weights[k]))]);
    }

    /// <summary>By the history that every origin of the back-test has: what comes after is not known there.</summary>
    private double[] Tune(IForecastModel model, int[] cuts) => model.Tune(cuts.Length > 0 && cuts[^1] >= model.MinLength ? history.AsSpan(0, cuts[^1]) : history);

    private Backtest Test(int[] cuts, int looks, double[][] tunings)
    {
        double[][] actual = [.. cuts.Select(cut => history[cut..(cut + looks)])];
        double[][][] predicted = [.. cuts.Select(cut => _models.Select((model, k) => Predict(model, history.AsSpan(0, cut), tunings[k], looks)).ToArray())];
        return new Backtest(actual, predicted);
    }

    /// <summary>What one model says; what makes no sense is left to the last value.</summary>
    private double[] Predict(IForecastModel model, ReadOnlySpan<double> past, double[] tuning, int steps)
    {
        double[] values = new double[steps];
        if (past.Length < model.MinLength)
        {
            Array.Fill(values, past[^1]);
            return values;
        }

        model.Forecast(past, tuning, values);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = double.IsNaN(values[i]) ? past[^1] : _range.Limit(values[i]);
        }

        return values;
    }

    /// <summary>The errors of the combination. The weights of an origin are those of the others, so that none is judged by itself.</summary>
    private static double[][] Errors(Backtest backtest)
    {
        double[][] errors = new double[backtest.Actual.Length][];
        for (int origin = 0; origin < errors.Length; origin++)
        {
            double[] weights = Combination.Weights(errors.Length == 1 ? new double[backtest.Predicted[0].Length] : backtest.Errors(origin));
            double[] combined = Combination.Combine(backtest.Predicted[origin], weights);
            errors[origin] = [.. combined.Select((value, i) => backtest.Actual[origin][i] - value)];
        }

        return errors;
    }

    private BacktestError BacktestErrorOf(Backtest backtest, double[][] errors)
    {
        if (errors.Length == 0)
        {
            return BacktestError.None;
        }

        // The first model is the last value; the second, where there is a season, the last season.
        int yardstick = seasons.Period > 1 ? 1 : 0;
        double own = errors.SelectMany(static origin => origin).Average(Math.Abs);
        double naive = backtest.Actual.Select((actual, origin) => Backtest.MeanAbsoluteError(actual, backtest.Predicted[origin][yardstick])).Average();
        return new BacktestError(errors.Length, backtest.Horizon, own, naive);
    }
}
