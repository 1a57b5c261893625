using System.Diagnostics.CodeAnalysis;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// A glob over whole key texts: <c>*</c> matches any run of characters, also across <c>:</c>; <c>?</c> one character; <c>[a-z]</c> one of a class,
/// <c>[^a-z]</c> one outside it; <c>\</c> takes the next character literally. A character is a UTF-16 one; comparison is ordinal.
/// Immutable and safe to share between threads.
/// </summary>
/// <remarks>Matching takes at most (length of the pattern) × (length of the text) steps and allocates nothing.</remarks>
public sealed class CachePattern : IEquatable<CachePattern>
{
    /// <summary>The greatest length of a pattern: 1,024 UTF-16 characters.</summary>
    public const int MaxLength = 1024;

    private readonly GlobToken[] _tokens;

    private CachePattern(string text, GlobToken[] tokens)
    {
        Text = text;
        _tokens = tokens;
    }

    /// <summary>The pattern as written.</summary>
    public string Text { get; }

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern">1 to 1,024 characters.</param>
    /// <returns>The pattern.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="pattern"/> is null.</exception>
    /// <exception cref="FormatException">The text is not a pattern; the message names the position and the remedy.</exception>
    public static CachePattern Parse(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        GlobToken[]? tokens = GlobParser.Read(pattern, out string problem);
        return tokens is not null
            ? new(pattern, tokens)
            : throw new FormatException($"The pattern {Excerpt.Of(pattern)} is not valid: {problem}.");
    }

    /// <summary>Reads a pattern without throwing.</summary>
    /// <param name="pattern">The text, or null.</param>
    /// <param name="result">The pattern, or null when the text is not one.</param>
    /// <returns>Whether the text is a pattern.</returns>
    public static bool TryParse([NotNullWhen(true)] string? pattern, [NotNullWhen(true)] out CachePattern? result)
    {
        result = pattern is not null && GlobParser.Read(pattern, out _) is { } tokens ? new(pattern, tokens) : null;
        return result is not null;
    }

    /// <summary>Whether the pattern matches a whole key text.</summary>
    /// <param name="keyText">The text of a key.</param>
    /// <returns>Whether it matches.</returns>
    public bool IsMatch(ReadOnlySpan<char> keyText) => GlobMatcher.IsMatch(_tokens, keyText, out _);

    /// <inheritdoc/>
    public bool Equals(CachePattern? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CachePattern);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The pattern's text.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;

    internal bool IsMatch(ReadOnlySpan<char> keyText, out long steps) => GlobMatcher.IsMatch(_tokens, keyText, out steps);

    /// <summary>
    /// The prefix that covers what this pattern matches, when it is fixed whole segments (at most 7) and one trailing star: such an invalidation
    /// costs no place in the pattern list. The prefix also covers the one key that consists of just these segments.
    /// </summary>
    internal bool TryGetPrefixScope(out CacheScope scope)
    {
        scope = default;
        ReadOnlySpan<GlobToken> tokens = _tokens;
        if (tokens.Length < 2 || tokens[^1].Kind != GlobTokenKind.Run || !tokens[^2].IsLiteral(':'))
        {
            return false;
        }

        int segments = 0;
        ReadOnlySpan<GlobToken> head = tokens[..^1];
        var text = new char[head.Length];
        for (int i = 0; i < head.Length; i++)
        {
            if (head[i].Kind != GlobTokenKind.Literal)
            {
                return false;
            }

            text[i] = head[i].Character;
            segments += text[i] == ':' ? 1 : 0;
        }

        if (segments >= KeyScopes.MaxSegments)
        {
            return false;
        }

        scope = CacheScope.Prefix(new string(text));
        return true;
    }
}
