using System.Diagnostics;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>
/// A year of charges: how large ledger and roll-ups are, how long they take to be built, a start and reports. Writes to the given directory and leaves it there, to be measured again with no more charges; without one
/// to a directory of its own, which is removed.
/// </summary>
internal static class YearMeasure
{
    private const int Rounds = 9;

    private static readonly DateTimeOffset s_began = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync(long charges, string? directory)
    {
        string root = directory ?? Path.Combine(Path.GetTempPath(), $"codegen-year-{Environment.ProcessId}");
        var clock = new YearClock(charges > 0 ? s_began : s_began.AddDays(365));
        try
        {
            if (charges > 0)
            {
                await BuildAsync(root, clock, charges);
            }

            await StartAsync(root, clock, "start from roll-ups");
            string database = Path.Combine(root, "rollups.db");
            File.Move(database, database + ".away");
            await StartAsync(root, clock, "start from the whole ledger");
            File.Move(database + ".away", database, overwrite: true);
            await ReportAsync(root, clock);
        }
        finally
        {
            if (directory is null && Directory.Exists(root))
            {
                Directory.Delete(root, recursive: true);
            }
        }

        return 0;
    }

    private static async Task BuildAsync(string root, YearClock clock, long charges)
    {
        await using (ServiceProvider services = Services(root, clock))
        {
            Timed("book", charges, () => YearCharges.Book(services.GetRequiredService<ICostTracker>(), clock, charges));
        }

        Console.WriteLine($"  ledger: {Megabytes(root, "*.ledger"):#,0} MB, {Megabytes(root, "*.ledger") * 1e6 / charges:0} bytes a charge");
        await using (ServiceProvider services = Services(root, clock))
        {
            LedgerLog log = services.GetRequiredService<LedgerStore>().Log;
            using var run = new RollupRun(services.GetRequiredService<RollupStore>());
            await TimedAsync("build roll-ups", log.LastSequence, () => run.CatchUpAsync(default));
        }

        Console.WriteLine($"  roll-ups: {Megabytes(root, "rollups.db*"):#,0} MB");
    }

    private static async Task StartAsync(string root, YearClock clock, string what)
    {
        await using ServiceProvider services = Services(root, clock);
        long records = 0;
        Timed("open the ledger", 0, () => records = services.GetRequiredService<LedgerStore>().Log.LastSequence);
        Timed(what, 0, () => _ = services.GetRequiredService<ICostTracker>().Totals);
    }

    private static async Task ReportAsync(string root, YearClock clock)
    {
        await using ServiceProvider services = Services(root, clock);
        ICostReports reports = services.GetRequiredService<ICostReports>();
        await ReportAsync(reports, "a month by project and model", Rounds, static r => r.Period(2025, 6).GroupBy("project", "model"));
        await ReportAsync(reports, "the year by project and model", Rounds, static r => r.Year(2025).GroupBy("project", "model"));
        await ReportAsync(reports, "the year by user, the first ten and others", Rounds, static r => r.Year(2025).GroupBy("user").Top(10));
        await ReportAsync(reports, "a month by day and project", Rounds, static r => r.Period(2025, 12).GroupBy("day", "project"));
        await ReportAsync(reports, "a week by hour", Rounds, r => r.Between(s_began.AddDays(340), s_began.AddDays(347)).GroupBy("hour"));
        await ReportAsync(reports, "a month with the costs of requests", 3, static r => r.Period(2025, 6).WithRequestCosts());
        await using Stream stream = Stream.Null;
        await using var writer = new FocusCsvWriter(stream);
        FocusExport? export = null;
        await TimedAsync("a month as FOCUS", 0, async () => export = await reports.WriteFocusAsync(writer, 2025, 6));
        Console.WriteLine($"    {export!.Rows:#,0} rows");
    }

    private static async Task ReportAsync(ICostReports reports, string what, int rounds, Action<CostQuery> query)
    {
        ResetPeak();
        var times = new List<double>();
        CostReport report = await reports.ReportAsync(query);
        TimeSpan processor = Processor();
        for (int i = 0; i < rounds; i++)
        {
            long began = Stopwatch.GetTimestamp();
            report = await reports.ReportAsync(query);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        processor = Processor() - processor;
        times.Sort();
        Console.WriteLine(
            $"  {what}: p50 {times[times.Count / 2]:#,0} ms of {rounds} ({times[0]:#,0} to {times[^1]:#,0}), {processor.TotalMilliseconds / rounds:#,0} ms on a processor, {report.Groups.Count:#,0} groups, peak {Peak()}");
    }

    private static ServiceProvider Services(string root, YearClock clock)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddLogging();
        services.AddCostMetering(o => o.LedgerPath = root).ConfigurePrices(static o => o.Host = YearCharges.Prices());
        return services.BuildServiceProvider();
    }

    private static void Timed(string what, long records, Action action) => TimedAsync(what, records, () =>
    {
        action();
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();

    private static async Task TimedAsync(string what, long records, Func<Task> action)
    {
        ResetPeak();
        TimeSpan processor = Processor();
        long began = Stopwatch.GetTimestamp();
        await action();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(began);
        processor = Processor() - processor;
        string rate = records > 0 ? $", {records / processor.TotalSeconds:#,0} records a second of a processor" : string.Empty;
        Console.WriteLine($"  {what}: {elapsed.TotalSeconds:0.00} s, {processor.TotalSeconds:0.00} s on a processor{rate}, peak {Peak()}");
    }

    /// <summary>How long this process has run: on a machine that others use the clock on the wall says little.</summary>
    private static TimeSpan Processor() => Process.GetCurrentProcess().TotalProcessorTime;

    private static double Megabytes(string root, string pattern) => Directory.GetFiles(root, pattern).Sum(static file => new FileInfo(file).Length) / 1e6;

    /// <summary>Begins a new peak, where the system allows it.</summary>
    private static void ResetPeak()
    {
        GC.Collect();
        if (File.Exists("/proc/self/clear_refs"))
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
    }

    private static string Peak()
    {
        string? line = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        return line is null ? $"{Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:#,0} MB" : $"{long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) / 1e3:#,0} MB";
    }
}
