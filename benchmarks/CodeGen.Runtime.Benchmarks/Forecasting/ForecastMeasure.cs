using System.Diagnostics;
using CodeGen.Runtime.Forecasting;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>Many hourly series of a year: how long learning and going on take, and what memory.</summary>
internal static class ForecastMeasure
{
    private const int Hours = 365 * 24;
    private const int Horizon = 48;

    public static int Run(int count)
    {
        var forecaster = new Forecaster(new ForecastOptions { Period = 24 });
        double[][] series = new double[count][];
        Parallel.For(0, count, i => series[i] = Make(i));
        _ = forecaster.Forecast(series[0], Horizon);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var plans = new ForecastPlan[count];
        Time("learn", count, i => plans[i] = forecaster.Learn(series[i], Horizon));
        Console.WriteLine($"  plans: {(GC.GetTotalMemory(forceFullCollection: true) - before) / (double)count:#,0} B a series");
        Time("go on", count, i => _ = plans[i].Forecast(series[i]));
        Console.WriteLine($"  peak working set {Process.GetCurrentProcess().PeakWorkingSet64 >> 20:#,0} MB, of which the series themselves {(long)count * Hours * sizeof(double) >> 20:#,0} MB");
        return 0;
    }

    private static void Time(string what, int count, Action<int> each)
    {
        using Process self = Process.GetCurrentProcess();
        TimeSpan processor = self.TotalProcessorTime;
        long began = Stopwatch.GetTimestamp();
        Parallel.For(0, count, each);
        TimeSpan took = Stopwatch.GetElapsedTime(began);
        self.Refresh();
        Console.WriteLine($"  {what}: {took.TotalSeconds:0.0} s, {(self.TotalProcessorTime - processor).TotalMilliseconds / count:0.00} ms of a processor a series, {count:#,0} series");
    }

    /// <summary>A day, a week, growth, noise that follows itself, and now and then a peak.</summary>
    private static double[] Make(int seed)
    {
        var random = new Random(seed);
        double[] values = new double[Hours];
        double drift = 0;
        double level = 10 * Math.Exp(4 * random.NextDouble());
        for (int t = 0; t < Hours; t++)
        {
            drift = (0.9 * drift) + (0.05 * (random.NextDouble() - 0.5));
            double day = 1 + (0.5 * Math.Sin(2 * Math.PI * (t + seed) / 24));
            double week = t / 24 % 7 >= 5 ? 0.6 : 1;
            values[t] = level * day * week * (1 + (t / (double)Hours * 0.3)) * Math.Exp(drift) * (random.Next(500) == 0 ? 3 : 1);
        }

        return values;
    }
}
