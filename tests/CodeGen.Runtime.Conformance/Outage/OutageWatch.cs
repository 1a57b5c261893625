using System.Text.Json;
using CodeGen.Runtime.Conformance.Invalidation;
using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Conformance.Outage;

/// <summary>Keeps what the watched node's callers saw, and judges what they were served once the node has recovered.</summary>
internal sealed class OutageWatch(OutageMemory memory)
{
    public const int Phases = 3;
    private readonly StalenessChecker _checker = new(memory.Truth);
    private readonly OutageTally[] _tallies = [.. Enumerable.Range(0, Phases * KeySpace.Families).Select(_ => new OutageTally())];
    private readonly long _bound = Clock.Ticks(CoordinationOptions.DefaultMaxStaleness + NodeSettings.ClockTick);
    private readonly long[] _recoveredAt = new long[KeySpace.Families];
    private long _staleAfter;
    private long _wrong;

    public void Served(int key, int phase, long began, CheckedValue value, bool made)
    {
        Verdict verdict = _checker.Judge(key, value, began, _bound);
        int family = (int)KeySpace.FamilyOf(key);
        _tallies[(phase * KeySpace.Families) + family].Served(Clock.Now - began, made, verdict);
        if (verdict.Kind == VerdictKind.WrongKey)
        {
            Interlocked.Increment(ref _wrong);
        }

        if (phase == OutageMemory.After)
        {
            // The region that fails while cut off tells when the node is in touch again.
            if (family == (int)KeyFamily.Fail)
            {
                Interlocked.CompareExchange(ref _recoveredAt[family], began, 0);
            }

            long recovered = Volatile.Read(ref _recoveredAt[(int)KeyFamily.Fail]);
            if (recovered != 0 && began > recovered && verdict.Kind == VerdictKind.StaleBeyondBound)
            {
                Interlocked.Increment(ref _staleAfter);
                NodeProcesses.Say($"STALE {KeySpace.Text(key)} for {Clock.Milliseconds(verdict.Staleness):0} ms, by {KeySpace.GroupName(verdict.Group)}, {Clock.Milliseconds(began - recovered):0} ms after recovery");
            }
        }
    }

    public void Failed(int key, int phase, long began) => _tallies[(phase * KeySpace.Families) + (int)KeySpace.FamilyOf(key)].Failed(Clock.Now - began);

    public void Tell()
    {
        for (int i = 0; i < _tallies.Length; i++)
        {
            NodeProcesses.Say($"ROW {i} {JsonSerializer.Serialize(_tallies[i].Row().Select(c => Convert.ToDouble(c)).Select(d => double.IsNaN(d) ? -1 : d))}");
        }

        long recovered = _recoveredAt[(int)KeyFamily.Fail];
        NodeProcesses.Say($"AFTER {Interlocked.Read(ref _staleAfter)} {Interlocked.Read(ref _wrong)} {(recovered == 0 ? -1 : Clock.Milliseconds(recovered - memory.RestoredAt)):0.0}");
    }
}
