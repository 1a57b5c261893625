namespace CodeGen.Runtime.Costs.Tests.Recommendations.Reuse;

/// <summary>A cache that is simulated without any thought for speed: bounded by entries and bytes, evicting what was used longest ago, with a time to live.</summary>
internal sealed class NaiveCache(long maxEntries, long maxBytes, TimeSpan timeToLive)
{
    private readonly List<(int Key, long Bytes, long Made)> _newestFirst = [];

    public int Hits { get; private set; }

    public decimal Paid { get; private set; }

    public bool Holds(int key) => _newestFirst.Exists(entry => entry.Key == key);

    public bool Lives(int key, long now) => _newestFirst.Exists(entry => entry.Key == key && now < entry.Made + timeToLive.Ticks);

    public bool Get(int key, long bytes, decimal cost, long now)
    {
        int at = _newestFirst.FindIndex(entry => entry.Key == key);
        if (at >= 0 && Lives(key, now))
        {
            (int, long, long) entry = _newestFirst[at];
            _newestFirst.RemoveAt(at);
            _newestFirst.Insert(0, entry);
            Hits++;
            return true;
        }

        Paid += cost;
        Put(key, bytes, now);
        return false;
    }

    public void Put(int key, long bytes, long now)
    {
        Remove(key);
        if (bytes > maxBytes)
        {
            return;
        }

        _newestFirst.Insert(0, (key, bytes, now));
        while (_newestFirst.Count > maxEntries || _newestFirst.Sum(static entry => entry.Bytes) > maxBytes)
        {
            _newestFirst.RemoveAt(_newestFirst.Count - 1);
        }
    }

    public void Remove(int key) => _newestFirst.RemoveAll(entry => entry.Key == key);

    public void Clear() => _newestFirst.Clear();
}
