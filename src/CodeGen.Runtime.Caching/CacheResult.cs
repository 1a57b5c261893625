using System.Diagnostics.CodeAnalysis;

namespace CodeGen.Runtime.Caching;

/// <summary>What <c>TryGetAsync</c> found.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="HasValue">Whether a valid value was found; it may be <see langword="null"/>.</param>
/// <param name="Value">The value, or the default.</param>
/// <param name="Tier">The tier that held it, or <see cref="CacheTier.None"/>.</param>
/// <param name="MissReason">Why there was none, or <see cref="CacheMissReason.None"/>.</param>
public readonly record struct CacheResult<T>(bool HasValue, [property: MaybeNull] T Value, CacheTier Tier, CacheMissReason MissReason)
{
    internal static CacheResult<T> Miss(CacheMissReason reason) => new(false, default!, CacheTier.None, reason);

    internal static CacheResult<T> Hit(T value, CacheTier tier) => new(true, value, tier, CacheMissReason.None);
}
