using System.Collections.Concurrent;

namespace CodeGen.Runtime.Caching;

/// <summary>The reads of the shared tier under way that look-ups of the same key may share. Thread-safe.</summary>
internal sealed class SharedLooks
{
    private readonly ConcurrentDictionary<(string Member, int Version, CallFlags Flags, Type Type), object> _looks = new();

    public SharedLook<T>? Find<T>(in EntryKey key) => _looks.GetValueOrDefault(Place<T>(key)) as SharedLook<T>;

    /// <summary>Offers a read to others; where there is one already, it goes on alone.</summary>
    public void Offer<T>(in EntryKey key, SharedLook<T> look) => _looks.TryAdd(Place<T>(key), look);

    public void Remove<T>(in EntryKey key, SharedLook<T> look) => _looks.TryRemove(KeyValuePair.Create(Place<T>(key), (object)look));

    private static (string, int, CallFlags, Type) Place<T>(in EntryKey key) => (key.Member, key.Region.Version, key.Flags, typeof(T));
}
