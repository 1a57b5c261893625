namespace CodeGen.Runtime.Coordination.Tests;

/// <summary>Remembers what a follower told it, as a room would.</summary>
internal sealed class RecordingSink : ILogSink
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _last = [];

    public LogHorizon Horizon { get; private set; } = LogHorizon.None;

    public List<string> Local { get; } = [];

    public int Applications { get; private set; }

    public List<LogRecord> Heard { get; } = [];

    /// <summary>The last sequence of a member; 0 when it was never applied in this epoch.</summary>
    public long Last(string member)
    {
        lock (_gate)
        {
            return _last.GetValueOrDefault(member);
        }
    }

    public void Apply(string member, long sequence, LogRecord? record)
    {
        lock (_gate)
        {
            Applications++;
            _last[member] = Math.Max(_last.GetValueOrDefault(member), sequence);
            if (record is not null)
            {
                Heard.Add(record);
            }
        }
    }

    public void HorizonChanged(LogHorizon horizon)
    {
        lock (_gate)
        {
            if (horizon.Epoch != Horizon.Epoch)
            {
                _last.Clear();
            }

            Horizon = horizon;
        }
    }

    public void ApplyLocally(IReadOnlyList<string> members)
    {
        lock (_gate)
        {
            Local.AddRange(members);
        }
    }
}
