namespace CodeGen.Runtime.Benchmarks;

/// <summary>The lines about the second tier.</summary>
internal static class SharedLines
{
    public static async Task AddAsync(List<ReportLine> lines, ReportMode mode, OperationsRun run)
    {
        foreach ((int kilobytes, double limit) in new[] { (1, 1.3), (16, 1.5), (256, 1.5) })
        {
            string parameter = $"{kilobytes}";
            Dictionary<string, double> times = await SharedHitMeasure.RunAsync(mode, kilobytes);
            lines.Add(new("G11", $"hit in the second tier, {kilobytes} KB of source text", "µs", $"≤ {limit} × raw", times) { Yardstick = Peer.Raw, Limit = limit });
            double document = DocumentBytes(kilobytes);
            Dictionary<string, double> beyond = run.Bytes<SharedHitBenchmarks>(parameter).Where(p => p.Key != Peer.Raw).ToDictionary(p => p.Key, p => Math.Max(0, p.Value - document));
            lines.Add(new("G12", $"hit in the second tier, {kilobytes} KB, allocated beyond the document", "B", "≤ 1,024 B", beyond) { Limit = 1_024 });
        }
    }

    public static async Task AddMeasuresAsync(List<ReportLine> lines, ReportMode mode, TextWriter progress)
    {
        await progress.WriteLineAsync($"{DateTime.UtcNow:HH:mm:ss} bytes");
        lines.Add(new("G13", "bytes of 16 KB of source text in the second tier, × JSON", "×", "≤ 0.36", await BytesMeasure.RunAsync()) { Limit = 0.36 });
        await progress.WriteLineAsync($"{DateTime.UtcNow:HH:mm:ss} stampede on two nodes");
        (Dictionary<string, double> calls, Dictionary<string, double> late) = await SharedStampedeMeasure.RunAsync(mode);
        lines.Add(new("G15", "a cold key on two nodes at once, factory calls", "at most", "1", calls) { Limit = 1 });
        lines.Add(new("G15", "the other node has it after", "ms", "≤ 2 ms", late) { Limit = 2 });
        await progress.WriteLineAsync($"{DateTime.UtcNow:HH:mm:ss} propagation");
        (Dictionary<string, double> median, Dictionary<string, double> p99) = await PropagationMeasure.RunAsync(mode);
        lines.Add(new("G17", "a removal is seen on another node, median", "ms", "", median));
        lines.Add(new("G17", "a removal is seen on another node, p99", "ms", "≤ 5 ms", p99) { Limit = 5 });
        await progress.WriteLineAsync($"{DateTime.UtcNow:HH:mm:ss} scope");
        (Dictionary<string, double> milliseconds, Dictionary<string, double> commands) = await ScopeMeasure.RunAsync(mode);
        string of = mode == ReportMode.Full ? "1,000,000" : "20,000";
        lines.Add(new("G18", $"invalidating 10,000 of {of} keys", "ms", "", milliseconds));
        lines.Add(new("G18", $"invalidating 10,000 of {of} keys, commands with those inside scripts", "commands", "one round trip", commands));
    }

    /// <summary>What the document itself takes in the heap: the record and its three texts.</summary>
    private static double DocumentBytes(int kilobytes)
    {
        SourceDocument document = SourceDocument.Of(kilobytes, 0);
        return 40 + new[] { document.Path, document.Language, document.Text }.Sum(text => ((22 + (2 * text.Length)) + 7) / 8 * 8);
    }
}
