using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Brings values that may come from anybody into a form that logs, files and charts can hold. Nothing is refused: a cost is not lost because somebody's name is strange.
/// </summary>
internal static class AttributionText
{
    private const int MaxTagName = 64;
    private const int DigestLength = 16;

    /// <summary>Whether it can be seen at once that <see cref="Clean"/> changes nothing.</summary>
    public static bool IsClean(string? value) =>
        value is { Length: > 0 and <= CostAttribution.MaxValueLength } && value[0] != ' ' && value[^1] != ' ' && !value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <summary>Trimmed; without control characters, marks of direction and halves of characters; at most <see cref="CostAttribution.MaxValueLength"/> long; nothing when nothing is left.</summary>
    public static string? Clean(string? value)
    {
        if (value is null)
        {
            return null;
        }

        if (IsClean(value))
        {
            return value;
        }

        ReadOnlySpan<char> trimmed = value.AsSpan().Trim();
        if (trimmed.IsEmpty)
        {
            return null;
        }

        if (trimmed.Length <= CostAttribution.MaxValueLength && IsPlain(trimmed))
        {
            return trimmed.Length == value.Length ? value : trimmed.ToString();
        }

        return Rewrite(trimmed);
    }

    public static bool IsTagName(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > MaxTagName)
        {
            return false;
        }

        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))
            {
                return false;
            }
        }

        return true;
    }

    public static string TagName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return IsTagName(name)
            ? name
            : throw new ArgumentException(
                $"A tag's name is '{Clean(name.Length > MaxTagName ? name[..MaxTagName] : name)}'; it must be 1 to {MaxTagName} ASCII letters, digits, '.', '_' or '-'. Put what varies into its value.", nameof(name));
    }

    private static bool IsPlain(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (c is < ' ' or > '~' && (char.IsSurrogate(c) || IsUnseen(c)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Controls, separators of lines and what changes the direction of writing: they forge lines of logs and names on screens.</summary>
    private static bool IsUnseen(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Rewrite(ReadOnlySpan<char> text)
    {
        // The digest is of all of it, so that long values that begin alike stay apart.
        string digest = text.Length > CostAttribution.MaxValueLength ? Digest(text) : string.Empty;
        int room = CostAttribution.MaxValueLength - (digest.Length == 0 ? 0 : digest.Length + 1);
        var clean = new StringBuilder(room);
        foreach (Rune rune in text.EnumerateRunes())
        {
            // Half a character enumerates as the replacement character already.
            Rune written = rune.IsBmp && IsUnseen((char)rune.Value) ? Rune.ReplacementChar : rune;
            if (clean.Length + written.Utf16SequenceLength > room)
            {
                break;
            }

            clean.Append(written.ToString());
        }

        return digest.Length == 0 ? clean.ToString() : clean.Append('~').Append(digest).ToString();
    }

    private static string Digest(ReadOnlySpan<char> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text), hash);
        return Convert.ToHexStringLower(hash[..(DigestLength / 2)]);
    }
}
