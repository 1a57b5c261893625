using CodeGen.Runtime.Coordination;
using Microsoft.Extensions.Caching.Memory;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// The host's memory cache, as what decides how long the entries of a local store stay. An entry is its own key there, so that a look needs no other and no entry is ever taken for another. Thread-safe.
/// </summary>
/// <remarks>The host may dispose its memory cache before the cache that uses it: it then holds nothing and takes nothing, and nobody is told by an exception.</remarks>
internal sealed class HostMemory(IMemoryCache cache, MemoryCacheEntrySize size, CoarseClock clock)
{
    private volatile bool _isDisposed;

    public bool IsDisposed => _isDisposed;

    /// <summary>Offers an entry; whether it was taken. The registration is called when it has left, or was not taken, which may be before this returns.</summary>
    public bool TryAdd(LocalEntry entry, PostEvictionCallbackRegistration whenGone)
    {
        long keptFor = entry.KeptUntil - clock.Exact();
        if (keptFor <= 0 || _isDisposed)
        {
            return false;
        }

        try
        {
            using (ICacheEntry held = cache.CreateEntry(entry))
            {
                held.Value = entry;
                held.Size = size == MemoryCacheEntrySize.Entries ? 1 : entry.Size;
                held.PostEvictionCallbacks.Add(whenGone);
                if (entry.Window > 0)
                {
                    // Others who use it may prolong it beyond what is known of its end now.
                    held.SlidingExpiration = TimeSpan.FromMilliseconds(entry.Window + entry.StaleFor);
                }
                else
                {
                    held.AbsoluteExpirationRelativeToNow = TimeSpan.FromMilliseconds(keptFor);
                }
            }
        }
        catch (ObjectDisposedException)
        {
            _isDisposed = true;
            return false;
        }

        return Touch(entry);
    }

    /// <summary>Whether the entry is there; to the host this is a use of it.</summary>
    public bool Touch(LocalEntry entry)
    {
        try
        {
            return !_isDisposed && cache.TryGetValue(entry, out _);
        }
        catch (ObjectDisposedException)
        {
            _isDisposed = true;
            return false;
        }
    }

    public void Remove(LocalEntry entry)
    {
        try
        {
            if (!_isDisposed)
            {
                cache.Remove(entry);
            }
        }
        catch (ObjectDisposedException)
        {
            _isDisposed = true;
        }
    }
}
