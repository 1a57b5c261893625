using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>The writer that is killed. Tells each answer, some at a time; ends by itself when its input does. "limit BYTES" on its input limits the size of files, "limit none" lifts it.</summary>
internal sealed class LedgerTortureNode(LedgerLog log, TortureEvents events)
{
    public const string Name = "node-ledger";
    public const string Opening = "opening";
    public const string Ready = "ready";
    public const string Damage = "damage";
    public const string Deleted = "deleted";
    public const string Failed = "failed";
    public const string Closed = "closed";

    private const int FileSize = 1;
    private const int SignalFileSize = 25;
    private readonly Lock _console = new();
    private volatile bool _isStopped;

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var events = new TortureEvents(Number("seed"), long.Parse(arguments.Text("origin"), CultureInfo.InvariantCulture));
        var options = new LedgerLogOptions { Directory = arguments.Text("directory"), SegmentBytes = Number("segment") };
        NodeProcesses.Say(Opening);
        LedgerLog log;
        try
        {
            log = LedgerLog.Open(options, TimeProvider.System);
        }
        catch (IOException e)
        {
            NodeProcesses.Say($"{Failed} {e.Message.ReplaceLineEndings(" ")}");
            return 1;
        }

        foreach (LedgerDamage damage in log.Opening.Damages)
        {
            NodeProcesses.Say($"{Damage} {DamageLine.Of(damage)}");
        }

        IReadOnlyList<SegmentFacts> deleted = arguments.Switch("delete") ? log.DeleteOlderThan(TimeSpan.Zero) : [];
        NodeProcesses.Say($"{Deleted} {deleted.Count} {(deleted.Count > 0 ? deleted[^1].LastSequence : 0)}");
        NodeProcesses.Say($"{Ready} {log.Opening.TornTails}");
        var node = new LedgerTortureNode(log, events);
        int threads = Number("threads");
        (int, int)[] earlier = [.. arguments.Text("earlier").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Pair)];
        Thread[] workers =
        [
            .. Enumerable.Range(0, threads).Select(t => new Thread(() => node.Deliver(new DeliveryPlan(events.Seed, Number("round"), t, threads, earlier)))),
        ];
        Array.ForEach(workers, static w => w.Start());
        await node.ObeyAsync();
        Array.ForEach(workers, static w => w.Join());
        log.Dispose();
        NodeProcesses.Say(Closed);
        return 0;

        int Number(string name) => arguments.Int(name, 0, int.MaxValue);
    }

    private static (int Round, int Count) Pair(string text)
    {
        string[] parts = text.Split(':');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private async Task ObeyAsync()
    {
        while (await NodeProcesses.NextLineAsync() is { } line)
        {
            Limit(line.Split(' ')[1] is "none" ? ulong.MaxValue : ulong.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
        }

        _isStopped = true;
    }

    private void Deliver(DeliveryPlan plan)
    {
        var line = new StringBuilder();
        var random = new Random();
        Answer.Begin(line);
        int told = 0, size = 1;
        foreach (Delivery delivery in plan.All())
        {
            Answer answer = Deliver(delivery);
            answer.AddTo(line);
            if (++told >= size || answer.Kind == AnswerKind.Refused)
            {
                Tell(line);
                (told, size) = (0, random.Next(1, 40));
            }

            if (answer.Kind == AnswerKind.Refused)
            {
                Thread.Sleep(1);
            }
            else if (random.Next(200) == 0)
            {
                log.FlushAsync().GetAwaiter().GetResult();
            }

            if (_isStopped)
            {
                break;
            }
        }

        Tell(line);
    }

    private Answer Deliver(Delivery delivery)
    {
        EventId id = events.IdOf(delivery.Number);
        try
        {
            LedgerAppend appended = log.AppendOnce(
                id, TortureEvents.KindOf(delivery.Number, delivery.Variant), id.Time, events.PayloadOf(delivery.Number, delivery.Variant));
            AnswerKind kind = appended.Status switch
            {
                LedgerAppendStatus.Appended => AnswerKind.Appended,
                LedgerAppendStatus.Repeated => AnswerKind.Repeated,
                _ => AnswerKind.Unremembered,
            };
            return new(kind, delivery.Number, delivery.Variant, appended.Sequence);
        }
        catch (LedgerConflictException e)
        {
            return new(AnswerKind.Conflict, delivery.Number, delivery.Variant, e.Sequence);
        }
        catch (LedgerUnavailableException)
        {
            return new(AnswerKind.Refused, delivery.Number, delivery.Variant, 0);
        }
    }

    private void Tell(StringBuilder line)
    {
        string text = Answer.Finish(line);
        Answer.Begin(line);

        // Lines of two threads are not mixed.
        lock (_console)
        {
            NodeProcesses.Say(text);
        }
    }

    private static void Limit(ulong bytes)
    {
        // The system would end a process that is over its limit unless it ignores the signal.
        Signal(SignalFileSize, 1);
        ulong[] limits = [bytes, ulong.MaxValue];
        if (SetLimit(FileSize, limits) != 0)
        {
            throw new InvalidOperationException($"The size of files could not be limited: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    [DllImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Signal(int signal, nint handler);

    [DllImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetLimit(int resource, ulong[] limits);
}
