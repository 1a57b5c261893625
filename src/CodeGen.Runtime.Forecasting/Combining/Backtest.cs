namespace CodeGen.Runtime.Forecasting;

/// <summary>What models would have said at earlier points of a history, and what came then.</summary>
/// <param name="Actual">By origin: what came.</param>
/// <param name="Predicted">By origin and model: what was said.</param>
internal sealed record Backtest(double[][] Actual, double[][][] Predicted)
{
    private const int Origins = 7;

    /// <summary>The share of the history that is never forecast.</summary>
    private const double Kept = 1.0 / 3;

    /// <summary>How many steps each forecast has.</summary>
    public int Horizon => Actual.Length == 0 ? 0 : Actual[0].Length;

    /// <summary>At which points of a history it stands, the latest first, and how far it looks.</summary>
    public static (int[] Cuts, int Horizon) Plan(int length, int horizon, int period)
    {
        int looks = Math.Max(1, Math.Min(horizon, length / 4));

        // Whole seasons apart, where that is short enough, so that each has the same time of day as the forecast to come.
        int step = period > 1 && period <= looks ? period : Math.Max(1, (int)(looks * 0.4));
        int least = Math.Max(3, Math.Min(Math.Max(3 * looks, (int)(length * Kept)), length - looks));
        List<int> cuts = [];
        for (int cut = length - looks; cut >= least && cuts.Count < Origins; cut -= step)
        {
            cuts.Add(cut);
        }

        return ([.. cuts], looks);
    }

    /// <summary>The absolute error of each model, in the mean over all origins but one.</summary>
    /// <param name="without">The origin that is left out, or -1.</param>
    public double[] Errors(int without)
    {
        int models = Predicted.Length == 0 ? 0 : Predicted[0].Length;
        double[] errors = new double[models];
        for (int origin = 0; origin < Actual.Length; origin++)
        {
            for (int model = 0; model < models && origin != without; model++)
            {
                errors[model] += MeanAbsoluteError(Actual[origin], Predicted[origin][model]);
            }
        }

        return errors;
    }

    public static double MeanAbsoluteError(ReadOnlySpan<double> actual, ReadOnlySpan<double> predicted)
    {
        double error = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            error += Math.Abs(actual[i] - predicted[i]) / actual.Length;
        }

        return error;
    }
}
