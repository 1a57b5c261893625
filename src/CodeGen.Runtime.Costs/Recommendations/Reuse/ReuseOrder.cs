namespace CodeGen.Runtime.Costs;

/// <summary>
/// What a cache of one size would hold of the sampled keys if it evicted what was used longest ago: a miniature of it, as small as the sample is (Waldspurger et al., ATC 2017). Not thread-safe.
/// </summary>
internal sealed class ReuseOrder(int size, decimal maxEntries, decimal maxBytes)
{
    private ReuseKey? _newest;
    private ReuseKey? _oldest;
    private int _count;
    private long _bytes;
    private decimal _share = 1;

    /// <summary>Which part of all keys is sampled.</summary>
    public decimal Share
    {
        get => _share;
        set
        {
            _share = value;
            Trim();
        }
    }

    /// <summary>Whether it has a value of the key that still lives. What has lived too long is taken out.</summary>
    public bool Has(ReuseKey key, long now)
    {
        ref ReusePlace place = ref key.Places[size];
        if (place.IsIn && place.Ends <= now)
        {
            Remove(key);
        }

        return place.IsIn;
    }

    public void Touch(ReuseKey key)
    {
        if (!ReferenceEquals(_newest, key))
        {
            Unlink(key);
            Link(key);
        }
    }

    /// <summary>Takes a value in, in place of that of the same key. One that alone is larger than the cache is not.</summary>
    public void Put(ReuseKey key, long ends)
    {
        Remove(key);
        if (key.Bytes <= maxBytes)
        {
            key.Places[size].Ends = ends;
            Link(key);
            _bytes += key.Bytes;
            Trim();
        }
    }

    public void Remove(ReuseKey key)
    {
        if (key.Places[size].IsIn)
        {
            Unlink(key);
            _bytes -= key.Bytes;
        }
    }

    /// <summary>What is sampled is never less than one entry, however small the sample.</summary>
    private void Trim()
    {
        while (_count > 1 && (_count > maxEntries * _share || _bytes > maxBytes * _share))
        {
            Remove(_oldest!);
        }
    }

    private void Link(ReuseKey key)
    {
        ref ReusePlace place = ref key.Places[size];
        (place.Older, place.Newer, place.IsIn) = (_newest, null, true);
        if (_newest is null)
        {
            _oldest = key;
        }
        else
        {
            _newest.Places[size].Newer = key;
        }

        _newest = key;
        _count++;
    }

    private void Unlink(ReuseKey key)
    {
        ref ReusePlace place = ref key.Places[size];
        if (place.Newer is null)
        {
            _newest = place.Older;
        }
        else
        {
            place.Newer.Places[size].Older = place.Older;
        }

        if (place.Older is null)
        {
            _oldest = place.Newer;
        }
        else
        {
            place.Older.Places[size].Newer = place.Newer;
        }

        (place.Older, place.Newer, place.IsIn) = (null, null, false);
        _count--;
    }
}
