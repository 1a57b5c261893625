using System.Buffers;
using System.Globalization;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// Writes values into segments of key texts and reads them back. Different values of a type have different texts, and no text has a
/// <c>:</c>, a glob character or a control character. Thread-safe: it has no state.
/// </summary>
/// <remarks>
/// Written as <c>%XX</c>: <c>: % * ? [ ] \</c> and control characters; as <c>%uXXXX</c>: surrogates without their other half, which UTF-8 would
/// make all the same; as <c>%N</c>: null; as <c>%E</c>: the empty string. Everything else stays readable.
/// </remarks>
public static partial class CacheKeyText
{
    internal const string NullText = "%N";
    internal const string EmptyText = "%E";

    internal static readonly SearchValues<char> Reserved = SearchValues.Create(CreateReserved(withPercent: false));
    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789ABCDEF");
    private static readonly SearchValues<char> s_special = SearchValues.Create([.. CreateReserved(withPercent: true), .. CreateSurrogates()]);

    /// <summary>Escapes a value.</summary>
    /// <param name="value">Any string, also null, empty or with unpaired surrogates.</param>
    /// <returns>The text of the segment, never empty.</returns>
    public static string Escape(string? value)
    {
        if (value is null)
        {
            return NullText;
        }

        if (value.Length > 0 && !value.AsSpan().ContainsAny(s_special))
        {
            return value;
        }

        var writer = new CacheKeyWriter(stackalloc char[CacheKeyWriter.StackLength]);
        writer.Append(value);
        return writer.ToStringAndDispose();
    }

    /// <summary>Reads what <see cref="Escape"/> wrote.</summary>
    /// <param name="segment">The text of one segment.</param>
    /// <returns>The value, which may be null.</returns>
    /// <exception cref="FormatException">The text is not one that <see cref="Escape"/> writes.</exception>
    public static string? Unescape(ReadOnlySpan<char> segment) => TryUnescape(segment, out string? value)
        ? value
        : throw new FormatException($"The key segment {Excerpt.Of(segment)} is not an escaped value; only texts that Escape wrote can be read.");

    /// <summary>Reads what <see cref="Escape"/> wrote, and nothing else: each value has exactly one text.</summary>
    /// <param name="segment">The text of one segment.</param>
    /// <param name="value">The value, which may be null; null when the result is false.</param>
    /// <returns>Whether the text is an escaped value.</returns>
    public static bool TryUnescape(ReadOnlySpan<char> segment, out string? value)
    {
        value = null;
        if (segment.IsEmpty || segment.SequenceEqual(NullText))
        {
            return !segment.IsEmpty;
        }

        if (!segment.ContainsAny(s_special))
        {
            value = new string(segment);
            return true;
        }

        if (segment.SequenceEqual(EmptyText))
        {
            value = string.Empty;
            return true;
        }

        char[] buffer = ArrayPool<char>.Shared.Rent(segment.Length);
        bool valid = TryDecode(segment, buffer, out int written);
        value = valid ? new string(buffer, 0, written) : null;
        ArrayPool<char>.Shared.Return(buffer);
        return valid;
    }

    /// <summary>Whether the text is one that <see cref="Escape"/> writes.</summary>
    internal static bool IsEscaped(ReadOnlySpan<char> segment) =>
        !segment.IsEmpty && (!segment.ContainsAny(s_special) || TryUnescape(segment, out _));

    internal static int IndexOfSpecial(ReadOnlySpan<char> text) => text.IndexOfAny(s_special);

    private static bool TryDecode(ReadOnlySpan<char> segment, Span<char> buffer, out int written)
    {
        written = 0;
        bool surrogates = false;
        for (int i = 0; i < segment.Length; i++)
        {
            char c = segment[i];
            if (c == '%')
            {
                if (!TryDecodeEscape(segment[i..], out c, out int length))
                {
                    return false;
                }

                surrogates |= length == 6;
                i += length - 1;
            }
            else if (Reserved.Contains(c))
            {
                return false;
            }

            buffer[written++] = c;
        }

        // Halves that turn out to be a pair, or stand unescaped, are not what Escape writes.
        return TextGuard.IndexOfUnpairedSurrogate(segment) < 0
            && (!surrogates || segment.SequenceEqual(Escape(new string(buffer[..written]))));
    }

    private static bool TryDecodeEscape(ReadOnlySpan<char> text, out char value, out int length)
    {
        bool wide = text.Length > 1 && text[1] == 'u';
        length = wide ? 6 : 3;
        value = default;
        if (text.Length < length)
        {
            return false;
        }

        ReadOnlySpan<char> digits = text[(wide ? 2 : 1)..length];

        // Checked one by one: number parsing takes lower case and skips trailing NULs.
        if (digits.ContainsAnyExcept(s_digits) || !ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
        {
            return false;
        }

        value = (char)code;
        return wide ? char.IsSurrogate(value) : value == '%' || Reserved.Contains(value);
    }

    private static char[] CreateReserved(bool withPercent) =>
        [.. ":*?[]\\", .. withPercent ? "%" : string.Empty, .. Enumerable.Range(0, 0xA0).Select(static c => (char)c).Where(char.IsControl)];

    private static IEnumerable<char> CreateSurrogates() => Enumerable.Range(0xD800, 0x800).Select(static c => (char)c);
}
