using System.Diagnostics.CodeAnalysis;

namespace CodeGen.Runtime.Caching;

/// <summary>The entries of this process, least recently used last, bounded by number and by bytes. Thread-safe; each operation is O(1).</summary>
internal sealed class LocalStore(int maxEntries, long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<LocalEntry>> _index = new(StringComparer.Ordinal);
    private readonly LinkedList<LocalEntry> _byUse = new();
    private long _bytes;
    private long _evicted;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _index.Count;
            }
        }
    }

    public long Bytes => Interlocked.Read(ref _bytes);

    public long Evicted => Interlocked.Read(ref _evicted);

    public bool TryGet(string member, [NotNullWhen(true)] out LocalEntry? entry)
    {
        lock (_gate)
        {
            if (_index.TryGetValue(member, out var node))
            {
                if (!ReferenceEquals(_byUse.First, node))
                {
                    _byUse.Remove(node);
                    _byUse.AddFirst(node);
                }

                entry = node.Value;
                return true;
            }
        }

        entry = null;
        return false;
    }

    /// <summary>Looks without counting as a use.</summary>
    public LocalEntry? Peek(string member)
    {
        lock (_gate)
        {
            return _index.TryGetValue(member, out var node) ? node.Value : null;
        }
    }

    /// <summary>Stores an entry; an entry of the same member with a later stamp of the same epoch stays. An entry that alone exceeds the bound is not stored.</summary>
    public bool Put(LocalEntry entry)
    {
        if (entry.Size > maxBytes)
        {
            return false;
        }

        lock (_gate)
        {
            if (_index.TryGetValue(entry.Member, out var known))
            {
                if (known.Value.Stamp.Epoch == entry.Stamp.Epoch && known.Value.Stamp.Sequence > entry.Stamp.Sequence)
                {
                    return false;
                }

                RemoveNode(known);
            }

            _index[entry.Member] = _byUse.AddFirst(entry);
            _bytes += entry.Size;
            while (_index.Count > maxEntries || _bytes > maxBytes)
            {
                RemoveNode(_byUse.Last!);
                _evicted++;
            }
        }

        return true;
    }

    public bool Remove(LocalEntry entry)
    {
        lock (_gate)
        {
            if (_index.TryGetValue(entry.Member, out var node) && ReferenceEquals(node.Value, entry))
            {
                RemoveNode(node);
                return true;
            }
        }

        return false;
    }

    /// <summary>Removes the entry of a key if its value began to be made before the sequence.</summary>
    public void RemoveOlder(string member, long sequence)
    {
        lock (_gate)
        {
            if (_index.TryGetValue(member, out var node) && node.Value.Stamp.Sequence < sequence)
            {
                RemoveNode(node);
            }
        }
    }

    public void RemoveWhere(Func<LocalEntry, bool> condition)
    {
        lock (_gate)
        {
            for (var node = _byUse.First; node is not null;)
            {
                var next = node.Next;
                if (condition(node.Value))
                {
                    RemoveNode(node);
                }

                node = next;
            }
        }
    }

    private void RemoveNode(LinkedListNode<LocalEntry> node)
    {
        _index.Remove(node.Value.Member);
        _byUse.Remove(node);
        _bytes -= node.Value.Size;
    }
}
