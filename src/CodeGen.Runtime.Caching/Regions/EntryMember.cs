using System.Security.Cryptography;
using System.Text;
using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// The identity of an entry, everywhere the same text: in local memory, in the log and, with a hash tag and the version around it, in Redis.
/// <c>k</c> + region + line feed + the key's text, or its SHA-256 where the text is long.
/// </summary>
internal static class EntryMember
{
    public const char VersionKind = 'v';
    private const char Separator = '\n';
    private const char HashMark = '#';

    /// <summary>Longer texts are replaced by their hash, so that a hostile key costs the log no more than any other.</summary>
    private const int MaxTextLength = 160;

    public static string Of(string region, string keyText) => IsHashed(keyText)
        ? $"{LogRecord.ShortLivedKind}{region}{Separator}{HashMark}{Hash(keyText)}"
        : string.Concat([LogRecord.ShortLivedKind], region, [Separator], keyText);

    /// <summary>The longest member that <see cref="TryWrite"/> writes.</summary>
    public const int MaxWritten = 2 + RegionSettings.MaxNameLength + MaxTextLength;

    /// <summary>Writes a member that holds the text itself; <see langword="false"/> for one that holds its hash.</summary>
    public static bool TryWrite(string region, string keyText, Span<char> destination, out int written)
    {
        written = 0;
        if (IsHashed(keyText))
        {
            return false;
        }

        written = 2 + region.Length + keyText.Length;
        destination[0] = LogRecord.ShortLivedKind;
        region.CopyTo(destination[1..]);
        destination[1 + region.Length] = Separator;
        keyText.CopyTo(destination[(2 + region.Length)..]);
        return true;
    }

    /// <summary>Whether the member of the key holds a hash in place of the text. A text that begins with the mark could pose as a hash.</summary>
    public static bool IsHashed(string keyText) => keyText.Length > MaxTextLength || keyText[0] == HashMark;

    /// <summary>Whether what follows the region in a member is a hash.</summary>
    public static bool IsHash(ReadOnlySpan<char> rest) => rest[0] == HashMark;

    public static string OfVersion(string region, int version) => $"{VersionKind}{region}{Separator}{version}";

    public static bool TrySplit(string member, out string region, out string rest)
    {
        bool split = TrySplit(member, out ReadOnlySpan<char> first, out ReadOnlySpan<char> second);
        region = first.ToString();
        rest = second.ToString();
        return split;
    }

    public static bool TrySplit(ReadOnlySpan<char> member, out ReadOnlySpan<char> region, out ReadOnlySpan<char> rest)
    {
        int separator = member.IndexOf(Separator);
        if (separator < 1)
        {
            region = rest = default;
            return false;
        }

        region = member[1..separator];
        rest = member[(separator + 1)..];
        return true;
    }

    private static string Hash(string keyText)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(keyText));
        return Convert.ToBase64String(digest).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
