using System.Buffers;
using Microsoft.Extensions.Caching.Distributed;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// The cache as the host's <see cref="IDistributedCache"/> and <see cref="IBufferDistributedCache"/>. Thread-safe. The synchronous methods block a thread when the value is not in local memory: the
/// interfaces demand both.
/// </summary>
internal sealed class TieredDistributedCache(TieredCache cache, TimeProvider timeProvider) : IBufferDistributedCache
{
    public const string RegionName = "distributed";

    private readonly RegionSettings _region = cache.FacadeRegion(RegionName);

    public byte[]? Get(string key) => Wait(GetAsync(key));

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        CacheResult<byte[]> found = await LookAsync(key, token).ConfigureAwait(false);

        // Callers may change what they get.
        return found.HasValue ? (byte[])found.Value!.Clone() : null;
    }

    public bool TryGet(string key, IBufferWriter<byte> destination) => Wait(TryGetAsync(key, destination).AsTask());

    public async ValueTask<bool> TryGetAsync(string key, IBufferWriter<byte> destination, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        CacheResult<byte[]> found = await LookAsync(key, token).ConfigureAwait(false);
        if (found.HasValue)
        {
            destination.Write(found.Value);
        }

        return found.HasValue;
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => Wait(SetAsync(key, value, options));

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        return StoreAsync(key, (byte[])value.Clone(), options, token);
    }

    public void Set(string key, ReadOnlySequence<byte> value, DistributedCacheEntryOptions options) => Wait(StoreAsync(key, value.ToArray(), options, default));

    public ValueTask SetAsync(string key, ReadOnlySequence<byte> value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        new(StoreAsync(key, value.ToArray(), options, token));

    public void Refresh(string key) => Wait(RefreshAsync(key));

    /// <summary>A look-up is a use.</summary>
    public async Task RefreshAsync(string key, CancellationToken token = default) => await LookAsync(key, token).ConfigureAwait(false);

    public void Remove(string key) => Wait(RemoveAsync(key));

    public Task RemoveAsync(string key, CancellationToken token = default) => cache.RemoveAsync(Entry(key), token).AsTask();

    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private ValueTask<CacheResult<byte[]>> LookAsync(string key, CancellationToken token)
    {
        EntryKey entry = Entry(key);
        token.ThrowIfCancellationRequested();
        return cache.TryGetAsync<byte[]>(entry, token);
    }

    private Task StoreAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token)
    {
        EntryKey entry = Entry(key);
        ArgumentNullException.ThrowIfNull(options);
        return cache.SetAsync(entry, value, Translate(options), token).AsTask();
    }

    private EntryKey Entry(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        KeyGuard.Validate(key, cache.MaxKeyLength);
        return new EntryKey(_region, key);
    }

    /// <summary>The sooner of both ends; without one the entry lives as long as entries may. The options' own setters refuse durations that are not positive.</summary>
    private CacheEntryOptions Translate(DistributedCacheEntryOptions options)
    {
        TimeSpan life = cache.MaxEntryLifetime;
        if (options.AbsoluteExpiration is { } end)
        {
            TimeSpan until = end - timeProvider.GetUtcNow();
            if (until <= TimeSpan.Zero)
            {
                throw new ArgumentOutOfRangeException(nameof(options), end, "DistributedCacheEntryOptions.AbsoluteExpiration must be in the future.");
            }

            life = until < life ? until : life;
        }

        if (options.AbsoluteExpirationRelativeToNow is { } relative)
        {
            life = relative < life ? relative : life;
        }

        return new CacheEntryOptions { TimeToLive = life, SlidingExpiration = options.SlidingExpiration };
    }
}
