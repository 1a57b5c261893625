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

    /// <summary>In the order in which they were heard of, those that were replaced among them.</summary>
    private readonly Queue<(string Member, KeyRecord Record)> _order = new();
    private readonly Queue<KeyRecord> _inline = new();
    private long _floor;
    private long _newest;

    /// <summary>The dictionary's own count takes all its locks.</summary>
    private int _count;

    public long Floor => Volatile.Read(ref _floor);

    /// <summary>The last sequence of any key: whoever's stamp is as late needs not look for its own.</summary>
    public long Newest => Volatile.Read(ref _newest);

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
        Volatile.Write(ref _newest, Math.Max(_newest, record.Sequence));
        _order.Enqueue((member, record));
        known?.Replace();
        if (!record.Inline.IsEmpty)
        {
            _inline.Enqueue(record);
            if (_inline.Count > MaxInline)
            {
                _inline.Dequeue().DropInline();
            }
        }

        while (_count > max)
        {
            (string oldest, KeyRecord last) = _order.Dequeue();
            if (!last.IsReplaced)
            {
                Volatile.Write(ref _floor, Math.Max(_floor, last.Sequence));
                _records.TryRemove(oldest, out _);
                last.Replace();
                _count--;
            }
        }

        if (_order.Count > (2 * _count) + MinOrder)
        {
            ForgetReplaced();
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
        Volatile.Write(ref _newest, 0);
    }

    private void ForgetReplaced()
    {
        for (int left = _order.Count; left > 0; left--)
        {
            var place = _order.Dequeue();
            if (!place.Record.IsReplaced)
            {
                _order.Enqueue(place);
            }
        }
    }
}
