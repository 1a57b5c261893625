using System.Collections.Concurrent;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// The removals and sets of single keys that this node heard of, a bounded table. Below <see cref="Floor"/> its silence means nothing: whoever holds a value stamped before
/// the floor has to ask the log. Written under the follower's lock, read without.
/// </summary>
internal sealed class KeyTable(int max)
{
    private const int MaxInline = 1_024;

    /// <summary>So many places are not worth looking through.</summary>
    private const int MinOrder = 64;

    private readonly ConcurrentDictionary<string, KeyRecord> _records = new(StringComparer.Ordinal);
    private readonly Queue<(string Member, long Sequence)> _order = new();
    private readonly Queue<(string Member, long Sequence)> _inline = new();
    private long _floor;

    /// <summary>The dictionary's own count takes all its locks.</summary>
    private int _count;

    public long Floor => Volatile.Read(ref _floor);

    public int Count => Volatile.Read(ref _count);

    /// <summary>How many places the keys take in the order: never many more than twice as many as there are keys.</summary>
    public int Places => _order.Count;

    public KeyRecord? Find(string member) => _records.GetValueOrDefault(member);

    public KeyRecord? Find(in EntryKey key)
    {
        Span<char> member = stackalloc char[EntryMember.MaxWritten];
        return !key.IsNamed && EntryMember.TryWrite(key.Region.Name, key.Text, member, out int written)
            ? _records.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(member[..written], out KeyRecord? record) ? record : null
            : Find(key.Member);
    }

    public bool Raise(string member, KeyRecord record)
    {
        if (_records.TryGetValue(member, out KeyRecord? known) && known.Sequence >= record.Sequence)
        {
            return false;
        }

        if (known is null)
        {
            _count++;
        }

        _records[member] = record;
        _order.Enqueue((member, record.Sequence));
        if (!record.Inline.IsEmpty)
        {
            _inline.Enqueue((member, record.Sequence));
            if (_inline.Count > MaxInline && _inline.TryDequeue(out var old) && _records.TryGetValue(old.Member, out KeyRecord? holder) && holder.Sequence == old.Sequence)
            {
                _records[old.Member] = holder with { Inline = default };
            }
        }

        while (_count > max)
        {
            var oldest = _order.Dequeue();
            if (IsNewest(oldest))
            {
                Volatile.Write(ref _floor, Math.Max(_floor, oldest.Sequence));
                _records.TryRemove(oldest.Member, out _);
                _count--;
            }
        }

        if (_order.Count > (2 * _count) + MinOrder)
        {
            ForgetOlderPlaces();
        }

        return true;
    }

    public void Clear()
    {
        _records.Clear();
        _count = 0;
        _order.Clear();
        _inline.Clear();
        Volatile.Write(ref _floor, 0);
    }

    /// <summary>A key raised again stands in the queue more than once; only its newest place counts.</summary>
    private bool IsNewest((string Member, long Sequence) place) => _records.TryGetValue(place.Member, out KeyRecord? current) && current.Sequence == place.Sequence;

    private void ForgetOlderPlaces()
    {
        for (int left = _order.Count; left > 0; left--)
        {
            var place = _order.Dequeue();
            if (IsNewest(place))
            {
                _order.Enqueue(place);
            }
        }
    }
}
