namespace CodeGen.Runtime.Caching;

/// <summary>The patterns invalidated so far, a bounded list. Written under the follower's lock, read without.</summary>
internal sealed class PatternTable(int max)
{
    private volatile Entry[] _entries = [];

    public int Count => _entries.Length;

    /// <summary>Adds or renews a pattern; gives the one that had to be widened to make room.</summary>
    public Entry? Raise(CachePattern pattern, long sequence)
    {
        Entry[] entries = _entries;
        int known = Array.FindIndex(entries, e => e.Pattern.Equals(pattern));
        if (known >= 0)
        {
            if (entries[known].Sequence < sequence)
            {
                var renewed = (Entry[])entries.Clone();
                renewed[known] = new Entry(pattern, sequence);
                _entries = renewed;
            }

            return null;
        }

        if (entries.Length < max)
        {
            _entries = [.. entries, new Entry(pattern, sequence)];
            return null;
        }

        int oldest = 0;
        for (int i = 1; i < entries.Length; i++)
        {
            if (entries[i].Sequence < entries[oldest].Sequence)
            {
                oldest = i;
            }
        }

        Entry widened = entries[oldest];
        var replaced = (Entry[])entries.Clone();
        replaced[oldest] = new Entry(pattern, sequence);
        _entries = replaced;
        return widened;
    }

    /// <summary>Whether a pattern later than <paramref name="after"/> matches.</summary>
    public bool Matches(string keyText, long after)
    {
        foreach (Entry entry in _entries)
        {
            if (entry.Sequence > after && entry.Pattern.IsMatch(keyText))
            {
                return true;
            }
        }

        return false;
    }

    public void Forget(long upTo)
    {
        if (_entries.Any(e => e.Sequence <= upTo))
        {
            _entries = [.. _entries.Where(e => e.Sequence > upTo)];
        }
    }

    public void Clear() => _entries = [];

    internal readonly record struct Entry(CachePattern Pattern, long Sequence);
}
