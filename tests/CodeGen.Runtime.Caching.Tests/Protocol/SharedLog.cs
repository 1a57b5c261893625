using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>The one log of a run, and everything that was ever appended to it, also what it has lost.</summary>
internal sealed class SharedLog(TimeProvider serverClock, int maxRecords, Func<long> nextMoment) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Appended> _history = [];
    private readonly Dictionary<int, List<Doorbell>> _bells = [];
    private InProcessLogServer _server = new(serverClock, maxRecords);

    /// <summary>Called inside the append, with the record and the moment.</summary>
    public Action<LogRecord, long>? OnAppended { get; set; }

    /// <summary>Called where an append was made and nobody there knows whether it took effect.</summary>
    public Action? OnUnanswered { get; set; }

    public Appended[] History
    {
        get
        {
            lock (_gate)
            {
                return [.. _history];
            }
        }
    }

    public InProcessLogServer Server
    {
        get
        {
            lock (_gate)
            {
                return _server;
            }
        }
    }

    public void Subscribe(int node)
    {
        lock (_gate)
        {
            _bells.TryAdd(node, []);
        }
    }

    public void Unsubscribe(int node)
    {
        lock (_gate)
        {
            _bells.Remove(node);
        }
    }

    /// <summary>Everything is lost and the next epoch begins at 0 again, so that the sequences of both overlap.</summary>
    public void Lose()
    {
        lock (_gate)
        {
            _server = new InProcessLogServer(serverClock, maxRecords);
        }
    }

    public LogHead Append(LogRecord record)
    {
        lock (_gate)
        {
            long moment = nextMoment();
            LogHead head = Done(_server.AppendAsync(record, CancellationToken.None));
            _history.Add(new Appended(head.Epoch, head.Sequence, [.. record.Members], moment));
            OnAppended?.Invoke(record, moment);

            // Through the bytes, as on a channel.
            var bell = new Doorbell(head, LogRecord.TryDecodeBody(record.EncodeBody(record.Origin)));
            foreach (List<Doorbell> waiting in _bells.Values)
            {
                waiting.Add(bell);
            }

            return head;
        }
    }

    /// <summary>Takes the n-th bell that waits for a node off its way; <paramref name="keep"/> leaves a copy behind.</summary>
    public Doorbell? Take(int node, int index, bool keep)
    {
        lock (_gate)
        {
            if (!_bells.TryGetValue(node, out List<Doorbell>? waiting) || waiting.Count == 0)
            {
                return null;
            }

            int at = index % waiting.Count;
            Doorbell bell = waiting[at];
            if (!keep)
            {
                waiting.RemoveAt(at);
            }

            return bell;
        }
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    public static T Done<T>(Task<T> task) => task.IsCompletedSuccessfully ? task.Result : throw new InvalidOperationException("The in-process server answers at once.");

    /// <summary>A record as it was appended.</summary>
    public readonly record struct Appended(ulong Epoch, long Sequence, string[] Members, long Moment);
}
