using System.Globalization;
using CodeGen.Runtime.Costs;
using CodeGen.Runtime.LedgerHost;

// A writer of a ledger in a process of its own, to be killed or to be kept short of room. Arguments: mode, directory, bytes of a segment, and for "append" the number of threads
// and a seed. "append" appends until it is killed and writes "ack THREAD INDEX SEQUENCE ID" for each record, some at a time. "obey" takes lines: "fill COUNT BYTES" appends and
// answers "took COUNT" or "full COUNT MESSAGE", "write PATH BYTES" and "delete PATH" make and remove another file and answer "done". "alerts DIRECTORY URL SECRET" has an outbox
// of alerts in place of a ledger.
if (args[0] == "alerts")
{
    await AlertNode.RunAsync(args[1], args[2], args[3]);
    return;
}

var options = new LedgerLogOptions { Directory = args[1], SegmentBytes = Number(args[2]) };
Console.WriteLine("opening");
using var log = LedgerLog.Open(options, TimeProvider.System);
Console.WriteLine($"ready {log.Opening.TornTails} {log.Opening.Damages.Count}");
if (args[0] == "append")
{
    Thread[] threads = [.. Enumerable.Range(0, Number(args[3])).Select(t => new Thread(() => AppendForever(t, Number(args[4]))))];
    Array.ForEach(threads, static t => t.Start());
    Array.ForEach(threads, static t => t.Join());
}

while (Console.ReadLine() is { } line)
{
    string[] words = line.Split(' ');
    switch (words[0])
    {
        case "fill":
            Fill(Number(words[1]), Number(words[2]));
            break;
        case "write":
            File.WriteAllBytes(words[1], new byte[Number(words[2])]);
            Console.WriteLine("done");
            break;
        case "delete":
            File.Delete(words[1]);
            Console.WriteLine("done");
            break;
        default:
            Console.WriteLine($"unknown {words[0]}");
            break;
    }
}

void AppendForever(int thread, int seed)
{
    var random = new Random(seed + thread);
    var acknowledged = new System.Text.StringBuilder();
    for (int index = 0; ;)
    {
        acknowledged.Clear();
        for (int end = index + random.Next(1, 40); index < end; index++)
        {
            EventId id = log.NewId();
            byte[] payload = HostPayload.Of(seed, thread, index);
            LedgerAppend appended = index % 2 == 0 ? log.AppendOnce(id, 1, id.Time, payload) : log.Append(1, id.Time, payload);
            acknowledged.Append(CultureInfo.InvariantCulture, $"ack {thread} {index} {appended.Sequence} {appended.Id}\n");
        }

        // One write, so that lines of two threads are not mixed.
        lock (log)
        {
            Console.Out.Write(acknowledged);
        }
    }
}

void Fill(int count, int bytes)
{
    for (int i = 0; i < count; i++)
    {
        try
        {
            log.Append(1, DateTimeOffset.UnixEpoch, new byte[bytes]);
        }
        catch (LedgerUnavailableException e)
        {
            Console.WriteLine($"full {i} {e.Message.ReplaceLineEndings(" ")}");
            return;
        }
    }

    Console.WriteLine($"took {count}");
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
