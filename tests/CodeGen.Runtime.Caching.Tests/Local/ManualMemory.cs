using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Primitives;

namespace CodeGen.Runtime.Caching.Tests.Local;

/// <summary>A memory cache of a host that holds a number of entries at most, and says that one has left only when the test lets it.</summary>
internal sealed class ManualMemory(int limit = int.MaxValue) : IMemoryCache
{
    private readonly Dictionary<object, Entry> _entries = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<Action> _unsaid = [];

    public int Count => _entries.Count;

    /// <summary>Called after an entry was taken and before whoever offered it goes on.</summary>
    public Action? Taken { get; set; }

    public ICacheEntry CreateEntry(object key) => new Entry(this, key);

    public bool TryGetValue(object key, out object? value)
    {
        bool found = _entries.TryGetValue(key, out Entry? entry);
        value = entry?.Value;
        return found;
    }

    public void Remove(object key) => Evict(key, EvictionReason.Removed);

    public void Evict(object key, EvictionReason reason)
    {
        if (_entries.Remove(key, out Entry? entry))
        {
            _unsaid.Enqueue(() => entry.Say(reason));
        }
    }

    /// <summary>Says what happened so far.</summary>
    public void Say()
    {
        while (_unsaid.TryDequeue(out Action? say))
        {
            say();
        }
    }

    public void Dispose()
    {
    }

    private void Take(Entry entry)
    {
        if (_entries.Count >= limit)
        {
            _unsaid.Enqueue(() => entry.Say(EvictionReason.Capacity));
            return;
        }

        _entries.Add(entry.Key, entry);
        Taken?.Invoke();
    }

    private sealed class Entry(ManualMemory memory, object key) : ICacheEntry
    {
        public object Key => key;

        public object? Value { get; set; }

        public DateTimeOffset? AbsoluteExpiration { get; set; }

        public TimeSpan? AbsoluteExpirationRelativeToNow { get; set; }

        public TimeSpan? SlidingExpiration { get; set; }

        public IList<IChangeToken> ExpirationTokens { get; } = [];

        public IList<PostEvictionCallbackRegistration> PostEvictionCallbacks { get; } = [];

        public CacheItemPriority Priority { get; set; }

        public long? Size { get; set; }

        public void Dispose() => memory.Take(this);

        public void Say(EvictionReason reason)
        {
            foreach (PostEvictionCallbackRegistration callback in PostEvictionCallbacks)
            {
                callback.EvictionCallback!(key, Value, reason, callback.State);
            }
        }
    }
}
