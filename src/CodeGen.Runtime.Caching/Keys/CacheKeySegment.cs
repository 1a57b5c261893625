namespace CodeGen.Runtime.Caching;

/// <summary>One segment of a <see cref="CacheKeyTemplate"/>.</summary>
/// <param name="Text">The literal, or the name of the placeholder without its braces.</param>
/// <param name="IsPlaceholder">Whether the segment is a placeholder.</param>
public readonly record struct CacheKeySegment(string Text, bool IsPlaceholder);
