using System.Diagnostics;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>What a record of 200 bytes costs in the ledger's log: taken, flushed, read again. Writes to a directory of its own below the given one and removes it.</summary>
internal static class LedgerMeasure
{
    private const int Records = 1_000_000;
    private const int OnceRecords = 500_000;
    private const int Appenders = 64;
    private const int PerAppender = 500;
    private const int Rounds = 5;

    private static readonly byte[] s_payload = [.. Enumerable.Range(0, 200).Select(static i => (byte)i)];

    public static async Task<int> RunAsync(string? parent)
    {
        string root = Path.Combine(parent ?? Path.GetTempPath(), $"codegen-ledger-{Environment.ProcessId}");
        try
        {
            for (int round = 1; round <= Rounds; round++)
            {
                Console.WriteLine($"round {round}");
                Append(Path.Combine(root, "append"), threads: 1);
                Append(Path.Combine(root, "large"), threads: 1, segmentBytes: 512 << 20);
                Append(Path.Combine(root, "append2"), threads: 2);
                Replay(Path.Combine(root, "append"));
                Once(Path.Combine(root, "once"));
                await DurableAsync(Path.Combine(root, "durable"));
                await StrictAsync(Path.Combine(root, "strict"));
                Directory.Delete(root, recursive: true);
            }
        }
        finally
        {
            if (Directory.Exists(root))
            {
                Directory.Delete(root, recursive: true);
            }
        }

        return 0;
    }

    private static LedgerLog Open(string directory, bool strict = false, int segmentBytes = LedgerLogOptions.DefaultSegmentBytes) =>
        LedgerLog.Open(new LedgerLogOptions { Directory = directory, Strict = strict, SegmentBytes = segmentBytes }, TimeProvider.System);

    private static void Append(string directory, int threads, int segmentBytes = LedgerLogOptions.DefaultSegmentBytes)
    {
        using LedgerLog log = Open(directory, segmentBytes: segmentBytes);
        for (int i = 0; i < 20_000; i++)
        {
            log.Append(1, DateTimeOffset.UnixEpoch, s_payload);
        }

        long allocated = 0, onProcessor = 0;
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread(), ran = ProcessorNanoseconds();
            for (int i = 0; i < Records / threads; i++)
            {
                log.Append(1, DateTimeOffset.UnixEpoch, s_payload);
            }

            Interlocked.Add(ref allocated, GC.GetAllocatedBytesForCurrentThread() - before);
            Interlocked.Add(ref onProcessor, ProcessorNanoseconds() - ran);
        }))];
        long began = Stopwatch.GetTimestamp();
        Array.ForEach(workers, static w => w.Start());
        Array.ForEach(workers, static w => w.Join());
        double nanoseconds = Stopwatch.GetElapsedTime(began).TotalNanoseconds / Records;
        Console.WriteLine($"  append, threads: {threads}, segments of {segmentBytes >> 20} MiB: {nanoseconds:0} ns a record, {(double)onProcessor / Records:0} ns of them on a processor, {(double)allocated / Records:0.####} B a record");
    }

    /// <summary>How long this thread has run: on a machine that others use the clock on the wall says little. Zero where the system does not tell.</summary>
    private static long ProcessorNanoseconds() =>
        File.Exists("/proc/thread-self/schedstat") ? long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) : 0;

    private static void Replay(string directory)
    {
        var files = new LedgerFiles(directory, TimeProvider.System);
        using LedgerReader reader = files.Read(0);
        long records = 0, bytes = 0, allocated = GC.GetAllocatedBytesForCurrentThread(), began = Stopwatch.GetTimestamp();
        while (reader.Read() == ReadOutcome.Record)
        {
            records++;
            bytes += reader.Payload.Length;
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Console.WriteLine($"  replay: {records / seconds / 1e6:0.00} M records/s ({records} records, {bytes / 1e6:0} MB of payload), {(double)allocated / records:0.####} B a record");
        began = Stopwatch.GetTimestamp();
        using LedgerLog log = Open(directory);
        Console.WriteLine($"  open with {log.Opening.Records} records to look through: {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms");
    }

    private static void Once(string directory)
    {
        using LedgerLog log = Open(directory);
        var ids = new EventId[OnceRecords];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = log.NewId();
        }

        long memory = GC.GetTotalMemory(forceFullCollection: true), began = Stopwatch.GetTimestamp();
        foreach (EventId id in ids)
        {
            log.AppendOnce(id, 1, DateTimeOffset.UnixEpoch, s_payload);
        }

        double first = Stopwatch.GetElapsedTime(began).TotalNanoseconds / OnceRecords;
        memory = GC.GetTotalMemory(forceFullCollection: true) - memory;
        began = Stopwatch.GetTimestamp();
        foreach (EventId id in ids)
        {
            log.AppendOnce(id, 1, DateTimeOffset.UnixEpoch, s_payload);
        }

        double again = Stopwatch.GetElapsedTime(began).TotalNanoseconds / OnceRecords;
        Console.WriteLine($"  append once: {first:0} ns a record, repeated: {again:0} ns, memory {(double)memory / OnceRecords:0} B an id ({OnceRecords} ids)");
    }

    private static async Task DurableAsync(string directory)
    {
        using LedgerLog log = Open(directory);
        await RunAppendersAsync(log, 20);
        long began = Stopwatch.GetTimestamp();
        await RunAppendersAsync(log, PerAppender);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(began);
        Console.WriteLine($"  durable, {Appenders} appenders, group commit: {elapsed.TotalMicroseconds / (Appenders * PerAppender):0.00} µs a record, {elapsed.TotalMicroseconds / PerAppender:0} µs a wait");
    }

    private static async Task StrictAsync(string directory)
    {
        using LedgerLog log = Open(directory, strict: true);
        const int Strict = 500;
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < Strict; i++)
        {
            await log.AppendDurableAsync(1, DateTimeOffset.UnixEpoch, s_payload);
        }

        Console.WriteLine($"  durable, one appender, strict: {Stopwatch.GetElapsedTime(began).TotalMicroseconds / Strict:0} µs a record");
    }

    private static Task RunAppendersAsync(LedgerLog log, int records) => Task.WhenAll(Enumerable.Range(0, Appenders).Select(_ => Task.Run(async () =>
    {
        for (int i = 0; i < records; i++)
        {
            await log.AppendDurableAsync(1, DateTimeOffset.UnixEpoch, s_payload);
        }
    })));
}
