namespace CodeGen.Runtime.Forecasting;

/// <summary>Lets models compete on a history.</summary>
internal sealed class Competition
{
    private readonly double[] _history;
    private readonly int _horizon;
    private readonly Seasons _seasons;
    private readonly IReadOnlyList<IForecastModel> _models;
    private readonly Range _range;
    private readonly double[][] _tunings;
    private readonly Backtest _backtest;

    public Competition(double[] history, Seasons seasons, int horizon)
    {
        (_history, _seasons, _horizon) = (history, seasons, horizon);
        _models = ModelSet.For(history, seasons, horizon);
        _range = Range.Of(history);
        (int[] cuts, int looks) = Backtest.Plan(history.Length, horizon, seasons.Period);
        _tunings = [.. _models.Select(model => Tune(model, cuts))];
        _backtest = Test(cuts, looks);
    }

    /// <summary>What came out of it.</summary>
    public TunedModels Result()
    {
        double[] weights = Combination.Weights(_backtest.Actual.Length == 0 ? new double[_models.Count] : _backtest.Errors(without: -1));
        double[][] errors = Errors();
        ErrorBand band = errors.Length == 0 ? ErrorBand.OfChanges(_history, _horizon) : ErrorBand.Of(errors, _horizon);
        return new TunedModels(_seasons, _models, _tunings, weights, band, ErrorOf(errors));
    }

    /// <summary>By the history that every origin of the back-test has: what comes after is not known there.</summary>
    private double[] Tune(IForecastModel model, int[] cuts) =>
        model.Tune(cuts.Length > 0 && cuts[^1] >= model.MinLength ? _history.AsSpan(0, cuts[^1]) : _history);

    private Backtest Test(int[] cuts, int looks)
    {
        double[][] actual = [.. cuts.Select(cut => _history[cut..(cut + looks)])];
        double[][][] predicted = [.. cuts.Select(cut =>
            _models.Select((model, k) => TunedModels.Predict(model, _history.AsSpan(0, cut), _tunings[k], _range, looks)).ToArray())];
        return new Backtest(actual, predicted);
    }

    /// <summary>The errors of the combination. The weights of an origin are those of the others, so that none is judged by itself.</summary>
    private double[][] Errors()
    {
        double[][] errors = new double[_backtest.Actual.Length][];
        for (int origin = 0; origin < errors.Length; origin++)
        {
            double[] weights = Combination.Weights(errors.Length == 1 ? new double[_models.Count] : _backtest.Errors(origin));
            double[] combined = Combination.Combine(_backtest.Predicted[origin], weights);
            errors[origin] = [.. combined.Select((value, i) => _backtest.Actual[origin][i] - value)];
        }

        return errors;
    }

    private BacktestError ErrorOf(double[][] errors)
    {
        if (errors.Length == 0)
        {
            return BacktestError.None;
        }

        // The first model is the last value; the second, where there is a season, the last season.
        int yardstick = _seasons.Period > 1 ? 1 : 0;
        double own = errors.SelectMany(static origin => origin).Average(Math.Abs);
        double naive = _backtest.Actual.Select((actual, origin) => Backtest.MeanAbsoluteError(actual, _backtest.Predicted[origin][yardstick])).Average();
        return new BacktestError(errors.Length, _backtest.Horizon, own, naive);
    }
}
