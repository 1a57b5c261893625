namespace CodeGen.Runtime.Caching;

/// <summary>Checks plain string keys before they reach any tier.</summary>
internal static class KeyGuard
{
    /// <param name="key">The key.</param>
    /// <param name="maxLength">The greatest length in UTF-16 characters.</param>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    /// <exception cref="ArgumentException">The key is empty, too long or has an unpaired surrogate.</exception>
    public static void Validate(string key, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length > maxLength)
        {
            throw new ArgumentException(
                $"The key {Excerpt.Of(key)} has {key.Length} characters, the limit is {maxLength}; hash the long part, for example into a placeholder of a [CacheKey] type.",
                nameof(key));
        }

        TextGuard.NotEmptyOrMalformed(key, "key", nameof(key));
    }
}
