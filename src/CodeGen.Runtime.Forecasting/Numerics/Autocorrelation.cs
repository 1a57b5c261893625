using System.Numerics;

namespace CodeGen.Runtime.Forecasting;

/// <summary>How alike a series is to itself a number of points later.</summary>
internal static class Autocorrelation
{
    /// <summary>The autocorrelations of lags 0 to <paramref name="maxLag"/>; all zero but the first where the series is constant.</summary>
    public static double[] Of(ReadOnlySpan<double> values, int maxLag)
    {
        double mean = 0;
        foreach (double value in values)
        {
            mean += value / values.Length;
        }

        // Twice as long, so that the end does not meet the beginning.
        Complex[] spectrum = new Complex[(int)BitOperations.RoundUpToPowerOf2((uint)(2 * values.Length))];
        for (int i = 0; i < values.Length; i++)
        {
            spectrum[i] = values[i] - mean;
        }

        Fourier.Transform(spectrum);
        for (int i = 0; i < spectrum.Length; i++)
        {
            spectrum[i] = spectrum[i] * Complex.Conjugate(spectrum[i]);
        }

        // The power spectrum is even, so that transforming it again is transforming it back.
        Fourier.Transform(spectrum);
        double[] result = new double[maxLag + 1];
        double variance = spectrum[0].Real;
        result[0] = 1;
        for (int lag = 1; lag <= maxLag && variance > 0; lag++)
        {
            result[lag] = spectrum[lag].Real / variance;
        }

        return result;
    }
}
