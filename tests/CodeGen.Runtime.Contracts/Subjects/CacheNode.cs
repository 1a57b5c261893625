using CodeGen.Runtime.TestKit.Faults;

namespace CodeGen.Runtime.Contracts;

/// <summary>One node of a subject, as the invalidation contract speaks to it.</summary>
internal abstract class CacheNode
{
    /// <summary>Between the node and the server.</summary>
    public FaultProxy Proxy { get; set; } = null!;

    public abstract Task<T> GetOrCreateAsync<T>(string key, Func<CancellationToken, Task<T>> factory, params string[] tags)
        where T : class;

    /// <summary>What the node holds or finds, or <see langword="null"/>.</summary>
    public abstract Task<T?> TryGetAsync<T>(string key)
        where T : class;

    public abstract Task SetAsync<T>(string key, T value, params string[] tags)
        where T : class;

    public abstract Task RemoveAsync(string key);

    public abstract Task RemoveByTagAsync(string tag);

    public abstract Task ClearAsync();

    /// <summary>Invalidates all keys that begin with the prefix, without naming them.</summary>
    public virtual Task InvalidatePrefixAsync(string prefix) => throw new NotOfferedException("no invalidation by prefix");

    public Task<string?> TryGetAsync(string key) => TryGetAsync<string>(key);
}
