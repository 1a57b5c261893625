using System.Diagnostics;
using CodeGen.Runtime.TestKit;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>Measures everything once and writes the page.</summary>
internal static class ReportCommand
{
    public static async Task<int> RunAsync(ReportMode mode, string? page)
    {
        long began = Stopwatch.GetTimestamp();
        TextWriter progress = Console.Error;
        var lines = new List<ReportLine>();
        var run = new OperationsRun(mode, progress);
        HitBenchmarks.Large = mode.Entries;
        run.Run(typeof(HitBenchmarks), typeof(GetOrCreateBenchmarks), typeof(SetBenchmarks), typeof(TagBenchmarks));
        LocalLines.Add(lines, run);
        await LocalLines.AddMeasuresAsync(lines, mode, progress);
        if (RedisServerProcess.IsAvailable)
        {
            run.Run(typeof(SharedHitBenchmarks));
            await SharedLines.AddAsync(lines, mode, run);
            await SharedLines.AddMeasuresAsync(lines, mode, progress);
        }
        else
        {
            await progress.WriteLineAsync($"Everything with a second tier is left out: redis-server is not on this machine; {RedisServerProcess.InstallHint}");
        }

        string table = ReportTable.Of([.. lines.OrderBy(line => line.Id.Length == 0 ? int.MaxValue : int.Parse(line.Id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture))], mode.Name, Stopwatch.GetElapsedTime(began));
        Console.Write(table);
        if (page is not null)
        {
            ReportTable.Write(page, table);
        }

        return 0;
    }
}
