using CodeGen.Runtime.Forecasting;

namespace CodeGen.Runtime.Conformance.Forecasts;

/// <summary>The errors of one way to forecast, over many series.</summary>
internal sealed class ForecastScore(double[] levels)
{
    private readonly long[] _inside = new long[levels.Length];
    private readonly double[] _widths = new double[levels.Length];
    private int _series;
    private long _values;
    private double _smape;
    private double _mase;

    public double Smape => _smape / _series;

    public double Mase => _mase / _series;

    public double Owa(ForecastScore naive2) => ((Smape / naive2.Smape) + (Mase / naive2.Mase)) / 2;

    public double Coverage(int level) => (double)_inside[level] / _values;

    public double Width(int level) => _widths[level] / _values;

    public void Add(double[] history, int period, double[] actual, IReadOnlyList<double> predicted, Forecast? forecast = null)
    {
        _series++;
        _values += actual.Length;
        _smape += ForecastMeasures.Smape(actual, predicted);
        _mase += ForecastMeasures.Mase(history, period, actual, predicted);
        double scale = ForecastMeasures.Scale(history, period);
        for (int level = 0; level < levels.Length; level++)
        {
            for (int step = 0; step < actual.Length; step++)
            {
                ForecastInterval interval = forecast!.Interval(step, levels[level]);
                _inside[level] += actual[step] >= interval.Low && actual[step] <= interval.High ? 1 : 0;
                _widths[level] += (interval.High - interval.Low) / scale;
            }
        }
    }
}
