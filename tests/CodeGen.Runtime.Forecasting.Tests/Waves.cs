namespace CodeGen.Runtime.Forecasting.Tests;

/// <summary>Made-up series, the same each time.</summary>
internal static class Waves
{
    /// <summary>A level, a day of 24 points, and noise.</summary>
    public static double[] Daily(int length, double noise = 0, int seed = 1, double level = 100, double swing = 20, double slope = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(t => level + (slope * t) + (swing * Math.Sin(2 * Math.PI * t / 24)) + (noise * Normal(random)))];
    }

    /// <summary>The same, and half as much on the last two of seven days.</summary>
    public static double[] Weekly(int length, double noise = 0, int seed = 1)
    {
        double[] values = Daily(length, noise, seed);
        for (int t = 0; t < length; t++)
        {
            values[t] *= t / 24 % 7 >= 5 ? 0.5 : 1;
        }

        return values;
    }

    public static double[] Noise(int length, double level = 0, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => level + Normal(random))];
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
