namespace CodeGen.Runtime.Benchmarks;

/// <summary>The lines about memory.</summary>
internal static class LocalLines
{
    public static void Add(List<ReportLine> lines, OperationsRun run)
    {
        lines.Add(new("G1", "hit, 10,000 entries", "ns", "≤ 0.85 × dictionary", run.Times<HitBenchmarks>("10000")) { Yardstick = Peer.Dictionary, Limit = 0.85 });
        lines.Add(new("G5", $"hit, {HitBenchmarks.Large:#,0} entries", "ns", "≤ 0.80 × dictionary", run.Times<HitBenchmarks>(HitBenchmarks.Large.ToString(System.Globalization.CultureInfo.InvariantCulture))) { Yardstick = Peer.Dictionary, Limit = 0.80 });
        lines.Add(new("G3", "get-or-create, hit", "ns", "≤ 1.3 × dictionary", run.Times<GetOrCreateBenchmarks>()) { Yardstick = Peer.Dictionary, Limit = 1.3 });
        lines.Add(new("G3", "get-or-create, hit, allocated", "B", "0", run.Bytes<GetOrCreateBenchmarks>()) { Limit = 0 });
        (string, string)[] typed = [(Peer.Ours, nameof(GetOrCreateBenchmarks.OursTypedKey)), (Peer.Hybrid, nameof(GetOrCreateBenchmarks.HybridCacheComposedKey)), (Peer.Fusion, nameof(GetOrCreateBenchmarks.FusionCacheComposedKey))];
        lines.Add(new("G4", "composite key, hit", "ns", "≤ 15 ns", run.Times<GetOrCreateBenchmarks>("", typed)) { Limit = 15 });
        lines.Add(new("G4", "composite key, hit, allocated", "B", "0", run.Bytes<GetOrCreateBenchmarks>("", typed)) { Limit = 0 });
        lines.Add(new("", "set, one process", "ns", "", run.Times<SetBenchmarks>()));
        lines.Add(new("", "set, one process, allocated", "B", "", run.Bytes<SetBenchmarks>()));
        Dictionary<string, double> none = run.Times<TagBenchmarks>("0");
        lines.Add(new("G16", "hit, for each of ten tags", "ns", "≤ 1 ns", run.Times<TagBenchmarks>("10").ToDictionary(p => p.Key, p => Math.Max(0, (p.Value - none[p.Key]) / 10))) { Limit = 1 });
    }

    public static async Task AddMeasuresAsync(List<ReportLine> lines, ReportMode mode, TextWriter progress)
    {
        await progress.WriteLineAsync($"{DateTime.UtcNow:HH:mm:ss} threads");
        lines.Add(new("G2", "hit, speed-up by a second thread", "×", "≥ 0.97 × dictionary", await ThreadsMeasure.RunAsync(mode)) { Yardstick = Peer.Dictionary, Limit = 0.97, MoreIsBetter = true });
        await progress.WriteLineAsync($"{DateTime.UtcNow:HH:mm:ss} mixed");
        foreach (int threads in new[] { 1, 2 })
        {
            (Dictionary<string, double> rate, Dictionary<string, double> ratio) = await MixedMeasure.RunAsync(mode, threads);
            lines.Add(new("G6", $"90/10 with eviction, threads: {threads}", "M/s", threads == 2 ? "≥ 2 × BitFaster" : "", rate)
            {
                Yardstick = Peer.BitFaster,
                Limit = threads == 2 ? 2 : null,
                MoreIsBetter = true,
            });
            lines.Add(new("G7", $"hit ratio of that, threads: {threads}", "%", "≥ 78.3 %", ratio) { Limit = 78.3, MoreIsBetter = true });
        }

        await progress.WriteLineAsync($"{DateTime.UtcNow:HH:mm:ss} memory");
        (Dictionary<string, double> bytes, Dictionary<string, double> milliseconds) = await MemoryMeasure.RunAsync(mode);
        lines.Add(new("G8", $"memory for each of {mode.Entries:#,0} entries beside key and value", "B", "≤ 64 B", bytes) { Limit = 64 });
        lines.Add(new("G9", $"full collection with {mode.Entries:#,0} entries", "ms", "≤ 0.80 × dictionary", milliseconds) { Yardstick = Peer.Dictionary, Limit = 0.80 });
        await progress.WriteLineAsync($"{DateTime.UtcNow:HH:mm:ss} stampede");
        (Dictionary<string, double> calls, Dictionary<string, double> overhead, Dictionary<string, double> allocated) = await StampedeMeasure.RunAsync(mode);
        lines.Add(new("G14", "1,000 callers of a cold key, factory calls", "at most", "1", calls) { Limit = 1 });
        lines.Add(new("G14", "1,000 callers of a cold key, overhead", "ms", "≤ 1.0 ms", overhead) { Limit = 1.0 });
        lines.Add(new("G14", "1,000 callers of a cold key, allocated for each", "B", "≤ 180 B", allocated) { Limit = 180 });
    }
}
