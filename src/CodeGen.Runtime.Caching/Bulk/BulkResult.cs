using System.Diagnostics.CodeAnalysis;

namespace CodeGen.Runtime.Caching;

/// <summary>What a bulk call has for one of its keys: a value, or why there is none, or the exception that it would have got alone.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="T">The type of the values.</typeparam>
/// <param name="Key">The key, as it was asked for.</param>
/// <param name="HasValue">Whether there is a value; it may be <see langword="null"/>.</param>
/// <param name="Value">The value, or the default.</param>
/// <param name="MissReason">Why a look-up found none; <see cref="CacheMissReason.None"/> otherwise.</param>
/// <param name="Exception">What went wrong for this key; <see langword="null"/> when nothing did.</param>
public readonly record struct BulkResult<TKey, T>(
    TKey Key, bool HasValue, [property: MaybeNull] T Value, CacheMissReason MissReason = CacheMissReason.None, Exception? Exception = null)
{
    /// <summary>The value, or the exception thrown.</summary>
    /// <exception cref="KeyNotFoundException">A look-up found none.</exception>
    [SuppressMessage("Design", "CA1024", Justification = "It throws.")]
    public T GetValueOrThrow()
    {
        if (Exception is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(Exception);
        }

        return HasValue ? Value! : throw new KeyNotFoundException($"No tier held a valid value: {MissReason}. Look at HasValue first, or use GetOrCreateManyAsync.");
    }
}
