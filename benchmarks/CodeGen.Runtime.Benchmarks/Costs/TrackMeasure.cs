using System.Runtime.InteropServices;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.DependencyInjection;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>
/// What booking costs on a processor, by the clock of the thread: batches of 1,000 calls, of which the fastest and the middle one are told. On a machine that others use the clock on the wall says little, and
/// of the time on a processor the fastest batch is the one that others disturbed least. Linux only.
/// </summary>
internal static class TrackMeasure
{
    private const int Calls = 1_000;
    private const int Batches = 1_000;
    private const int WarmUps = 300;
    private const int ThreadClock = 3;

    private static readonly ModelUsage s_usage = new() { InputTokens = 3_000, CacheReadTokens = 2_400, OutputTokens = 350 };

    public static int Run(string? parent)
    {
        string directory = Path.Combine(parent ?? Path.GetTempPath(), $"codegen-track-{Environment.ProcessId}");
        try
        {
            using ServiceProvider services = new ServiceCollection().AddCostMetering(o => o.LedgerPath = directory).Services.BuildServiceProvider();
            var tracker = services.GetRequiredService<ICostTracker>();
            var attribution = new CostAttribution { Service = "generator", User = "u7", Project = "p42" };
            var ids = new Guid[Calls];
            Measure("model", _ => tracker.TrackModel("claude-haiku-4-5", s_usage));
            Measure("model, attributed", _ => tracker.TrackModel("claude-haiku-4-5", s_usage, new CostTerms { Attribution = attribution }));
            Measure(
                "model, attributed, once (without making the id)",
                i => tracker.TrackModel("claude-haiku-4-5", s_usage, new CostTerms { Attribution = attribution, EventId = ids[i] }),
                () => Array.ForEach(Enumerable.Range(0, Calls).ToArray(), i => ids[i] = Guid.CreateVersion7()));
            Measure("API", _ => tracker.TrackApi("POST /generate", TimeSpan.FromSeconds(2.4)));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        return 0;
    }

    private static void Measure(string name, Func<int, CostReceipt> call, Action? before = null)
    {
        var nanoseconds = new List<double>(Batches);
        long allocated = 0;
        for (int batch = -WarmUps; batch < Batches; batch++)
        {
            before?.Invoke();
            long bytes = GC.GetAllocatedBytesForCurrentThread(), began = Now();
            for (int i = 0; i < Calls; i++)
            {
                _ = call(i);
            }

            double took = (double)(Now() - began) / Calls;
            if (batch >= 0)
            {
                nanoseconds.Add(took);
                allocated += GC.GetAllocatedBytesForCurrentThread() - bytes;
            }
        }

        nanoseconds.Sort();
        Console.WriteLine($"{name}: fastest {nanoseconds[0]:0} ns, middle {nanoseconds[Batches / 2]:0} ns on a processor, {(double)allocated / Batches / Calls:0.#} B");
    }

    private static long Now()
    {
        long[] time = s_time ??= new long[2];
        _ = ClockGetTime(ThreadClock, time);
        return (time[0] * 1_000_000_000) + time[1];
    }

    [ThreadStatic]
    private static long[]? s_time;

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ClockGetTime(int clock, long[] time);
}
