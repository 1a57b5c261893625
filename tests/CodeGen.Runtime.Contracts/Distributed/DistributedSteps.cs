using Microsoft.Extensions.Caching.Distributed;

namespace CodeGen.Runtime.Contracts.Distributed;

/// <summary>Steps that many cases take.</summary>
internal static class DistributedSteps
{
    public static readonly byte[] Value = [1, 2, 3];

    public static DistributedCacheEntryOptions For(TimeSpan life) => new() { AbsoluteExpirationRelativeToNow = life };

    public static DistributedCacheEntryOptions Sliding(TimeSpan window) => new() { SlidingExpiration = window };
}
