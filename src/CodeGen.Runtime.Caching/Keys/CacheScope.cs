using System.ComponentModel;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// A set of cache entries that is invalidated as one: everything below a prefix, with a tag, of a region, matched by a pattern, or everything.
/// Immutable and safe to share between threads. The default value covers nothing.
/// </summary>
/// <remarks>Two scopes are equal when kind and text are (ordinal).</remarks>
public readonly struct CacheScope : IEquatable<CacheScope>
{
    private readonly string? _text;

    private CacheScope(CacheScopeKind kind, string text)
    {
        Kind = kind;
        _text = text;
    }

    /// <summary>What <see cref="Text"/> means.</summary>
    public CacheScopeKind Kind { get; }

    /// <summary>The prefix with its closing <c>:</c>, the tag, the region's name or the pattern. Never null; empty for <see cref="All"/>.</summary>
    public string Text => _text ?? string.Empty;

    /// <summary>The whole cache.</summary>
    public static CacheScope All => new(CacheScopeKind.All, string.Empty);

    /// <summary>
    /// The entries whose key text begins with the given whole segments, and the entry whose key text consists of exactly these segments.
    /// </summary>
    /// <param name="text">1 to 7 segments joined by <c>:</c>; a closing <c>:</c> is added when it is missing, so <c>code_gen:p4</c> does not cover <c>code_gen:p42</c>.</param>
    /// <returns>The scope.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="ArgumentException">The text is empty, has an unpaired surrogate or more than 7 segments.</exception>
    public static CacheScope Prefix(string text)
    {
        TextGuard.NotEmptyOrMalformed(text, "prefix", nameof(text));
        string closed = text[^1] == ':' ? text : text + ":";
        int segments = closed.AsSpan().Count(':');
        if (segments >= KeyScopes.MaxSegments)
        {
            throw new ArgumentException(
                $"The prefix {Excerpt.Of(text)} has {segments} segments, but an entry belongs to at most {KeyScopes.MaxSegments - 1} prefixes shorter than its key; "
                + "invalidate a shorter prefix or use CachePattern.",
                nameof(text));
        }

        return new(CacheScopeKind.Prefix, closed);
    }

    /// <summary>The entries that were stored with a tag.</summary>
    /// <param name="tag">The tag, 1 to 256 UTF-16 characters.</param>
    /// <returns>The scope.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="tag"/> is null.</exception>
    /// <exception cref="ArgumentException">The tag is empty, longer than 256 characters or has an unpaired surrogate.</exception>
    public static CacheScope Tag(string tag)
    {
        TextGuard.NotEmptyOrMalformed(tag, "tag", nameof(tag));
        if (tag.Length > TextGuard.MaxTagLength)
        {
            throw new ArgumentException(
                $"The tag {Excerpt.Of(tag)} has {tag.Length} characters, the limit is {TextGuard.MaxTagLength}; use a hash of it as the tag.", nameof(tag));
        }

        return new(CacheScopeKind.Tag, tag);
    }

    /// <summary>The entries of a region.</summary>
    /// <param name="name">The region's name; by default the first segment of the key template.</param>
    /// <returns>The scope.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException">The name is empty or has an unpaired surrogate.</exception>
    public static CacheScope Region(string name)
    {
        TextGuard.NotEmptyOrMalformed(name, "region name", nameof(name));
        return new(CacheScopeKind.Region, name);
    }

    /// <summary>The entries whose key text a pattern matches.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <returns>The scope; its text is the pattern's text.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="pattern"/> is null.</exception>
    public static CacheScope Pattern(CachePattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return new(CacheScopeKind.Pattern, pattern.Text);
    }

    /// <summary>The typed keys with one placeholder fixed. Meant for generated code; write <c>TheKey.Scope(name: value)</c> instead.</summary>
    /// <param name="text">2 to 8 segments: the template with <c>*</c> for every placeholder but one, and the escaped value for that one.</param>
    /// <returns>The scope.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="ArgumentException">The text is empty, has an unpaired surrogate, no open placeholder or more than 8 segments.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static CacheScope Dimension(string text)
    {
        TextGuard.NotEmptyOrMalformed(text, "dimension", nameof(text));
        if (!IsDimension(text))
        {
            throw new ArgumentException(
                $"The dimension {Excerpt.Of(text)} is not a literal followed by segments of which at least one is '*', {KeyScopes.MaxSegments} in all; "
                + "use the Scope method of a [CacheKey] type.",
                nameof(text));
        }

        return new(CacheScopeKind.Dimension, text);
    }

    /// <summary>Whether both scopes have the same kind and text.</summary>
    /// <param name="left">One scope.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they are equal.</returns>
    public static bool operator ==(CacheScope left, CacheScope right) => left.Equals(right);

    /// <summary>Whether the scopes differ in kind or text.</summary>
    /// <param name="left">One scope.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(CacheScope left, CacheScope right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(CacheScope other) => Kind == other.Kind && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CacheScope other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine((int)Kind, Text);

    /// <summary>Kind and text, for logs and debuggers.</summary>
    /// <returns>Such as <c>Prefix code_gen:p42:</c>.</returns>
    public override string ToString() => Kind == CacheScopeKind.All ? nameof(All) : $"{Kind} {Text}";

    // Prefixes of entries and of templates: their segments were counted when they were cut.
    internal static CacheScope PrefixUnchecked(string closedText) => new(CacheScopeKind.Prefix, closedText);

    internal static CacheScope DimensionUnchecked(string text) => new(CacheScopeKind.Dimension, text);

    /// <summary>The scope as a member of the invalidation log: one character for the kind, then the text.</summary>
    internal string ToMember() => string.Concat(new ReadOnlySpan<char>(in Code(Kind)), Text);

    /// <summary>Reads what <see cref="ToMember"/> wrote; refuses everything else, since members come from outside the process.</summary>
    internal static bool TryFromMember(string member, out CacheScope scope)
    {
        scope = default;
        if (string.IsNullOrEmpty(member) || TextGuard.IndexOfUnpairedSurrogate(member) >= 0)
        {
            return false;
        }

        int kind = Codes.IndexOf(member[0]);
        string text = member[1..];
        bool valid = kind switch
        {
            (int)CacheScopeKind.Prefix => text.EndsWith(':'),
            (int)CacheScopeKind.Dimension => IsDimension(text),
            (int)CacheScopeKind.Tag => text.Length is > 0 and <= TextGuard.MaxTagLength,
            (int)CacheScopeKind.Region => text.Length > 0,
            (int)CacheScopeKind.All => text.Length == 0,
            (int)CacheScopeKind.Pattern => CachePattern.TryParse(text, out _),
            _ => false,
        };
        if (valid)
        {
            scope = new((CacheScopeKind)kind, text);
        }

        return valid;
    }

    private static ReadOnlySpan<char> Codes => "sdtrap";

    private static ref readonly char Code(CacheScopeKind kind) => ref Codes[(int)kind];

    private static bool IsDimension(ReadOnlySpan<char> text)
    {
        int segments = 0;
        bool open = false;
        foreach (Range range in text.Split(':'))
        {
            ReadOnlySpan<char> segment = text[range];
            bool isOpen = segment is "*";
            if (segment.IsEmpty || (isOpen && segments == 0) || (!isOpen && segment.ContainsAny(CacheKeyText.Reserved)))
            {
                return false;
            }

            open |= isOpen;
            segments++;
        }

        return open && segments <= KeyScopes.MaxSegments;
    }
}
