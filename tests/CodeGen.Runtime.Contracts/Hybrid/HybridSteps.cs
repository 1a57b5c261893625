using CodeGen.Runtime.TestKit;
using Microsoft.Extensions.Caching.Hybrid;

namespace CodeGen.Runtime.Contracts.Hybrid;

/// <summary>Steps that many cases take.</summary>
internal static class HybridSteps
{
    public static readonly HybridCacheEntryOptions ReadOnly = new() { Flags = HybridCacheEntryFlags.DisableUnderlyingData };

    /// <summary>Gets or makes a value that tells which call made it.</summary>
    public static async Task<string> GetAsync(this HybridCache cache, string key, Calls calls, HybridCacheEntryOptions? options = null, params string[] tags) =>
        await cache.GetOrCreateAsync(key, calls, static (calls, _) => new ValueTask<string>(calls.Next()), options, tags);

    /// <summary>What is there, without making it.</summary>
    public static async Task<T> LookAsync<T>(this HybridCache cache, string key) =>
        await cache.GetOrCreateAsync<T>(key, static _ => throw new InvalidOperationException("the factory must not run"), ReadOnly);

    /// <summary>Waits until the value under the key was made anew.</summary>
    public static Task MadeAnewAsync(this HybridCache cache, string key, Calls calls, HybridCacheEntryOptions? options = null)
    {
        int before = calls.Count;
        return WaitUntil.Async(
            async () =>
            {
                await cache.GetAsync(key, calls, options);
                return calls.Count > before;
            },
            Rig.Patience,
            $"the value of {key} is made anew");
    }
}
