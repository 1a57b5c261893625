using System.Globalization;
using System.Text;

namespace CodeGen.Runtime.Caching;

/// <summary>Shows texts from outside in messages: short, and without characters that could forge lines or directions of a log.</summary>
internal static class Excerpt
{
    public const int MaxLength = 64;

    /// <summary>At most the first 64 characters in quotes, with control, format and unpaired surrogate characters as <c>\uXXXX</c>.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> shown = text.Length <= MaxLength ? text : text[..MaxLength];
        if (shown.Length < text.Length && char.IsHighSurrogate(shown[^1]))
        {
            shown = shown[..^1];
        }

        var builder = new StringBuilder(shown.Length + 8).Append('\'');
        for (int i = 0; i < shown.Length; i++)
        {
            char c = shown[i];
            if (i + 1 < shown.Length && char.IsSurrogatePair(c, shown[i + 1]))
            {
                builder.Append(c).Append(shown[++i]);
            }
            else if (IsHidden(c))
            {
                builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            }
            else
            {
                builder.Append(c);
            }
        }

        return builder.Append('\'').Append(shown.Length < text.Length ? "…" : string.Empty).ToString();
    }

    private static bool IsHidden(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
