using System.Diagnostics.CodeAnalysis;
using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// The entries of this process, bounded by number and by bytes at any time, or by the host's memory cache. Thread-safe: reads take no lock and write at most the entry's own mark of use, once; writes take one lock, and each is O(1).
/// </summary>
/// <remarks>
/// What has to leave is chosen as in SIEVE (Zhang et al., NSDI 2024): the entries stand in the order of their arrival, a hand walks from the oldest to the newest, takes the mark from those that were
/// used since it last came by, and evicts the first that was not.
/// </remarks>
internal sealed partial class LocalStore
{
    /// <summary>How many used entries the hand passes at most for one eviction, so that no write holds the lock for long.</summary>
    private const int MaxPassed = 256;

    private readonly int _maxEntries;
    private readonly long _maxBytes;
    private readonly Lock _gate = new();
    private readonly LocalTable _table;

    /// <summary>Entries whose member holds a hash in place of the key's text, by member: their text cannot be read from a record.</summary>
    private readonly Dictionary<string, LocalEntry> _hashed = new(StringComparer.Ordinal);
    private LocalEntry? _newest;
    private LocalEntry? _oldest;
    private LocalEntry? _hand;
    private volatile int _count;
    private long _bytes;
    private long _evicted;

    public LocalStore(int maxEntries, long maxBytes)
    {
        _maxEntries = maxEntries;
        _maxBytes = maxBytes;
        _table = new LocalTable(_gate);
    }

    public int Count => _count;

    /// <summary>Whether it is bounded by its own bounds, and not by the host's memory.</summary>
    public bool IsBoundedHere => _host is null;

    public long Bytes => Interlocked.Read(ref _bytes);

    public long Evicted => Interlocked.Read(ref _evicted);

    public bool TryGet(in EntryKey key, [NotNullWhen(true)] out LocalEntry? entry) => TryGet(key.Region, key.Text, out entry);

    public bool TryGet(RegionSettings region, ReadOnlySpan<char> text, [NotNullWhen(true)] out LocalEntry? entry)
    {
        entry = _table.Find(region, text);
        while (entry is not null && _host is { } host && !IsHeld(host, entry))
        {
            // Left a moment ago, perhaps for another in its place.
            LocalEntry left = entry;
            entry = _table.Find(region, text);
            entry = ReferenceEquals(entry, left) ? null : entry;
        }

        if (entry is null)
        {
            return false;
        }

        if (!entry.Used)
        {
            entry.Used = true;
        }

        return true;
    }

    /// <summary>Looks without counting as a use, and so without asking the host, whose entry may have left a moment ago.</summary>
    public LocalEntry? Peek(in EntryKey key) => _table.Find(key.Region, key.Text);

    /// <summary>Stores an entry; an entry of the same member with a later stamp of the same epoch stays. An entry that alone exceeds the bound is not stored.</summary>
    public bool Put(LocalEntry entry) => _host is { } host ? PutInHost(host, entry) : entry.Size <= _maxBytes && Place(entry, out _);

    public bool Remove(LocalEntry entry)
    {
        lock (_gate)
        {
            if (!_table.Contains(entry))
            {
                return false;
            }

            Unlink(entry);
        }

        _host?.Remove(entry);
        return true;
    }

    /// <summary>Removes the entry of a key if its value began to be made before the sequence. Whoever looks after this has returned does not find it.</summary>
    public void RemoveOlder(string member, long sequence)
    {
        LocalEntry? removed = null;
        lock (_gate)
        {
            if (FindMember(member) is { } entry && entry.Stamp.Sequence < sequence)
            {
                Unlink(entry);
                removed = entry;
            }
        }

        if (removed is not null)
        {
            _host?.Remove(removed);
        }
    }

    public void RemoveWhere(Func<LocalEntry, bool> condition)
    {
        List<LocalEntry>? removed = _host is null ? null : [];
        lock (_gate)
        {
            for (LocalEntry? entry = _newest; entry is not null;)
            {
                LocalEntry? older = entry.Older;
                if (condition(entry))
                {
                    Unlink(entry);
                    removed?.Add(entry);
                }

                entry = older;
            }
        }

        removed?.ForEach(_host!.Remove);
    }

    private static bool IsLater(LocalEntry known, LocalEntry entry) => known.Stamp.Epoch == entry.Stamp.Epoch && known.Stamp.Sequence > entry.Stamp.Sequence;

    /// <summary>Makes an entry that of its key, unless a later one is or the host no longer holds it.</summary>
    private bool Place(LocalEntry entry, out LocalEntry? replaced)
    {
        lock (_gate)
        {
            replaced = _table.Find(entry.Region.Name, entry.KeyText);
            if ((_host is not null && entry.Offer == NotHeld) || (replaced is not null && IsLater(replaced, entry)))
            {
                return false;
            }

            if (replaced is null)
            {
                MakeRoom(entry.Size);
                Enter(entry);
                _table.Add(entry);
                return true;
            }

            // Out of the order first, so that it is not evicted to make room; out of the table last, so that nobody who looks meanwhile finds neither.
            Leave(replaced);
            MakeRoom(entry.Size);
            entry.Used = true;
            Enter(entry);
            _table.Replace(replaced, entry);
            return true;
        }
    }

    private LocalEntry? FindMember(string member)
    {
        if (!EntryMember.TrySplit(member, out ReadOnlySpan<char> region, out ReadOnlySpan<char> rest) || rest.IsEmpty)
        {
            return null;
        }

        return EntryMember.IsHash(rest) ? _hashed.GetValueOrDefault(member) : _table.Find(region, rest);
    }

    private void MakeRoom(long size)
    {
        // The bound on bytes is met by the entry alone, so this ends with an empty store at the latest.
        while (_newest is not null && (_count >= _maxEntries || _bytes + size > _maxBytes))
        {
            Evict();
        }
    }

    private void Evict()
    {
        LocalEntry victim = _hand ?? _oldest!;
        for (int passed = 0; victim.Used && passed < MaxPassed; passed++)
        {
            victim.Used = false;
            victim = victim.Newer ?? _oldest!;
        }

        _hand = victim;
        Unlink(victim);
        Interlocked.Increment(ref _evicted);
    }

    /// <summary>Takes an entry into everything but the table.</summary>
    private void Enter(LocalEntry entry)
    {
        entry.Older = _newest;
        if (_newest is null)
        {
            _oldest = entry;
        }
        else
        {
            _newest.Newer = entry;
        }

        _newest = entry;
        _count++;
        Interlocked.Add(ref _bytes, entry.Size);
        if (EntryMember.IsHashed(entry.KeyText))
        {
            _hashed[entry.Member] = entry;
        }
    }

    private void Unlink(LocalEntry entry)
    {
        Leave(entry);
        _table.Remove(entry);
    }

    /// <summary>Takes an entry out of everything but the table.</summary>
    private void Leave(LocalEntry entry)
    {
        if (ReferenceEquals(_hand, entry))
        {
            _hand = entry.Newer;
        }

        if (entry.Newer is null)
        {
            _newest = entry.Older;
        }
        else
        {
            entry.Newer.Older = entry.Older;
        }

        if (entry.Older is null)
        {
            _oldest = entry.Newer;
        }
        else
        {
            entry.Older.Newer = entry.Newer;
        }

        // A dead entry must not keep its neighbours alive.
        entry.Older = null;
        entry.Newer = null;
        _count--;
        Interlocked.Add(ref _bytes, -entry.Size);
        if (EntryMember.IsHashed(entry.KeyText))
        {
            _hashed.Remove(entry.Member);
        }
    }
}
