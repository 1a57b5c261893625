namespace CodeGen.Runtime.Forecasting;

/// <summary>One forecast of several: each step is the weighted mean of what lies in the middle, so that no single model can carry it away.</summary>
/// <remarks>Weights fall with the square of the error, as Bates and Granger's do (Operational Research Quarterly 20, 1969); the mean is trimmed by weight, between mean and median.</remarks>
internal static class Combination
{
    /// <summary>This share of the weight is left out at each end.</summary>
    private const double Trimmed = 0.2;

    private const double Power = 2;

    /// <summary>Weights of models by their errors; they sum to one.</summary>
    public static double[] Weights(ReadOnlySpan<double> errors)
    {
        double[] weights = new double[errors.Length];
        double least = double.MaxValue;
        foreach (double error in errors)
        {
            least = Math.Min(least, error);
        }

        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            // Where a model made no error at all the others are nothing beside it.
            weights[i] = errors[i] > 0 ? Math.Pow(least / errors[i], Power) : 1;
            sum += weights[i];
        }

        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] /= sum;
        }

        return weights;
    }

    /// <summary>Combines.</summary>
    /// <param name="predicted">By model.</param>
    /// <param name="weights">Of the models; they sum to one.</param>
    public static double[] Combine(double[][] predicted, double[] weights)
    {
        int models = predicted.Length;
        double[] result = new double[predicted[0].Length];
        double[] values = new double[models];
        double[] weightOf = new double[models];
        for (int i = 0; i < result.Length; i++)
        {
            for (int k = 0; k < models; k++)
            {
                (values[k], weightOf[k]) = (predicted[k][i], weights[k]);
            }

            Array.Sort(values, weightOf);
            result[i] = Middle(values, weightOf);
        }

        return result;
    }

    private static double Middle(double[] sorted, double[] weights)
    {
        double below = 0;
        double sum = 0;
        double total = 0;
        for (int k = 0; k < sorted.Length; k++)
        {
            double from = Math.Max(below, Trimmed);
            below += weights[k];
            double weight = Math.Min(below, 1 - Trimmed) - from;
            if (weight > 0)
            {
                sum += weight * sorted[k];
                total += weight;
            }
        }

        return sum / total;
    }
}
