namespace CodeGen.Runtime.Caching;

/// <summary>A typed cache key. Implemented by the source generator for types marked with <see cref="CacheKeyAttribute"/>.</summary>
/// <typeparam name="TSelf">The key type itself.</typeparam>
public interface ICacheKey<TSelf> : IEquatable<TSelf>
    where TSelf : struct, ICacheKey<TSelf>
{
    /// <summary>The template that the key was declared with.</summary>
    static abstract CacheKeyTemplate Template { get; }

    /// <summary>The key's text: the template with every placeholder replaced by its escaped value. Equal keys have equal texts, different keys different ones.</summary>
    string ToKeyText();

    /// <summary>Writes what <see cref="ToKeyText"/> returns, so that a hit needs no text of its own.</summary>
    /// <param name="writer">Where to.</param>
    void WriteKeyText(ref CacheKeyWriter writer);

    /// <summary>Reads a text that <see cref="ToKeyText"/> wrote.</summary>
    /// <param name="text">The text.</param>
    /// <param name="key">The key, or the default when the text is not one of this template.</param>
    /// <returns>Whether the text was one of this template.</returns>
    static abstract bool TryParse(ReadOnlySpan<char> text, out TSelf key);
}
