namespace CodeGen.Runtime.Caching;

/// <summary>What tags, prefixes, patterns and plain keys have in common: they are not empty and survive the way through UTF-8.</summary>
internal static class TextGuard
{
    public const int MaxTagLength = 256;

    /// <summary>The index of the first surrogate without its other half, or -1. Such texts all turn into the same UTF-8 and would collide.</summary>
    public static int IndexOfUnpairedSurrogate(ReadOnlySpan<char> text)
    {
        int start = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        if (start < 0)
        {
            return -1;
        }

        for (int i = start; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return i;
            }

            i++;
        }

        return -1;
    }

    public static void NotEmptyOrMalformed(string text, string what, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        if (text.Length == 0)
        {
            throw new ArgumentException($"The {what} is empty; give at least one character.", parameter);
        }

        int malformed = IndexOfUnpairedSurrogate(text);
        if (malformed >= 0)
        {
            throw new ArgumentException(
                $"The {what} {Excerpt.Of(text)} has an unpaired surrogate at position {malformed}; it is cut or binary text: encode it, for example as Base64.",
                parameter);
        }
    }
}
