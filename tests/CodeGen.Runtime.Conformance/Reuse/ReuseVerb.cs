using System.IO.Hashing;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Reuse;

/// <summary>Compares what a sample of keys says of larger caches with what they do.</summary>
internal static class ReuseVerb
{
    private const string Region = "trace";
    private static readonly TimeSpan s_life = TimeSpan.FromDays(1);
    private static readonly DateTimeOffset s_at = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static Verb Verb { get; } = new(
        "reuse",
        "plays a trace of keys to a cache that evicts what was used longest ago, and compares what its profile says of larger ones with what they do",
        [
            new("trace", "FILE", null, "a gzip file of big-endian integers, .int32be.gz or .int64be.gz", Positional: true),
            new("size", "PERCENT", "5", "how many of the trace's keys the cache holds"),
            new("share", "X", "0.1", "which part of the keys is sampled, above 0 to 1"),
            new("within", "PERCENT", "2", "passes when no saving is further off, as a part of all that was paid"),
        ],
        Run);

    private static Task Run(Arguments arguments, Report report)
    {
        long[] trace = KeyTrace.Read(arguments.Text("trace"));
        int keys = trace.Distinct().Count();
        int capacity = Math.Max(1, (int)(keys * arguments.Number("size", 0, 100) / 100));
        var profile = new ReuseProfile(new ReuseCache(string.Empty, Region, capacity, long.MaxValue / 16, s_life), share: arguments.Number("share", 1e-6, 1));
        profile.Define(new ReuseRegion(Region, s_life));
        long paid = Play(trace, capacity, profile);

        var table = new Table("times the size", "misses", "misses by the sample", "saved", "saved by the sample", "off");
        double worst = 0;
        IReadOnlyList<ReusePoint> curve = profile.Sizes(DateOnly.MinValue, DateOnly.MaxValue);
        foreach (ReusePoint point in curve)
        {
            var exact = new LeastRecent((int)point.MaxEntries!.Value);
            foreach (long key in trace)
            {
                exact.Get(key);
            }

            long misses = trace.Length - exact.Hits;
            double off = ((double)point.Saved - (paid - misses)) / paid;
            worst = Math.Max(worst, Math.Abs(off));
            table.Add(point.Factor, $"{(double)misses / trace.Length:P1}", $"{1 - point.HitRatio:P1}", $"{(double)(paid - misses) / paid:P1}", $"{(double)point.Saved / paid:P1}", $"{off:P1}");
        }

        table.Write($"{trace.Length:#,0} accesses, {keys:#,0} keys, {capacity:#,0} entries; {profile.Share:P1} of the keys followed at the end, {profile.TrackedKeys:#,0} tracked");
        double within = arguments.Number("within", 0, 100) / 100;
        report.Check(worst <= within, "savings", $"within {within:P1} of what was paid", $"{worst:P1}");
        return Task.CompletedTask;
    }

    /// <summary>Each miss costs one.</summary>
    private static long Play(long[] trace, int capacity, ReuseProfile profile)
    {
        var cache = new LeastRecent(capacity);
        var seen = new HashSet<long>();
        foreach (long key in trace)
        {
            ulong hash = XxHash3.HashToUInt64(BitConverter.GetBytes(key));
            bool isHit = cache.Get(key);
            Tell(isHit ? ReuseEventKind.Hit : seen.Add(key) ? ReuseEventKind.Miss : ReuseEventKind.MissEvicted);
            if (!isHit)
            {
                Tell(ReuseEventKind.Stored);
            }

            void Tell(ReuseEventKind kind) => profile.Observe(new ReuseEvent { Region = Region, KeyHash = hash, At = s_at, Kind = kind, Bytes = 1, Cost = 1, Life = s_life });
        }

        return trace.Length - cache.Hits;
    }
}
