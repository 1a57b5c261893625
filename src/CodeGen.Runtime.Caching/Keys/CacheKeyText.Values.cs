using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CodeGen.Runtime.Caching;

/// <content>Values other than strings: invariant culture, round trip, one text for each value that compares equal.</content>
public static partial class CacheKeyText
{
    /// <summary>Formats and escapes a value, as <see cref="CacheKeyWriter.AppendValue{T}"/> does.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>The text of the segment.</returns>
    public static string Format<T>(T value)
        where T : IFormattable
    {
        var writer = new CacheKeyWriter(stackalloc char[CacheKeyWriter.StackLength]);
        writer.AppendValue(value);
        return writer.ToStringAndDispose();
    }

    /// <summary>Formats an enum value by its name, or its number when it has none.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>The text of the segment.</returns>
    public static string FormatEnum<T>(T value)
        where T : struct, Enum
    {
        var writer = new CacheKeyWriter(stackalloc char[CacheKeyWriter.StackLength]);
        writer.AppendEnum(value);
        return writer.ToStringAndDispose();
    }

    /// <summary>Formats a boolean.</summary>
    /// <param name="value">The value.</param>
    /// <returns><c>true</c> or <c>false</c>.</returns>
    public static string FormatBool(bool value) => value ? "true" : "false";

    /// <summary>Whether the segment stands for null.</summary>
    /// <param name="segment">The text of one segment.</param>
    /// <returns>Whether it is <c>%N</c>.</returns>
    public static bool IsNull(ReadOnlySpan<char> segment) => segment.SequenceEqual(NullText);

    /// <summary>Reads what <see cref="Format{T}"/> wrote.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="segment">The text of one segment.</param>
    /// <param name="value">The value; equal to the one that was written.</param>
    /// <returns>Whether the text is one that <see cref="Format{T}"/> writes.</returns>
    public static bool TryParse<T>(ReadOnlySpan<char> segment, [MaybeNullWhen(false)] out T value)
        where T : IFormattable, ISpanParsable<T>
    {
        value = default;
        if (!TryUnescape(segment, out string? text) || text is null || !TryParseText(text, out value))
        {
            return false;
        }

        // " 5" and "05" are numbers too, but no key is written like that.
        var writer = new CacheKeyWriter(stackalloc char[CacheKeyWriter.StackLength]);
        writer.AppendValue(value);
        return writer.EqualsAndDispose(segment);
    }

    /// <summary>Reads what <see cref="FormatEnum{T}"/> wrote.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="segment">The text of one segment.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether the text is one that <see cref="FormatEnum{T}"/> writes.</returns>
    public static bool TryParseEnum<T>(ReadOnlySpan<char> segment, out T value)
        where T : struct, Enum
    {
        if (!Enum.TryParse(segment, out value))
        {
            return false;
        }

        var writer = new CacheKeyWriter(stackalloc char[CacheKeyWriter.StackLength]);
        writer.AppendEnum(value);
        return writer.EqualsAndDispose(segment);
    }

    /// <summary>Reads what <see cref="FormatBool"/> wrote.</summary>
    /// <param name="segment">The text of one segment.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether the text is <c>true</c> or <c>false</c>.</returns>
    public static bool TryParseBool(ReadOnlySpan<char> segment, out bool value)
    {
        value = segment is "true";
        return value || segment is "false";
    }

    /// <summary>
    /// Whether two times make the same key: same instant, or same local time without a zone. A record would compare the ticks alone, and take
    /// noon in two zones for one key.
    /// </summary>
    /// <param name="left">One time.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether their texts are the same.</returns>
    public static bool SameTime(DateTime? left, DateTime? right)
    {
        if (left is not { } l || right is not { } r)
        {
            return left is null && right is null;
        }

        l = Canonical(l);
        r = Canonical(r);
        return l == r && l.Kind == r.Kind;
    }

    /// <summary>What a time adds to a hash: the same for times that <see cref="SameTime"/> takes for one.</summary>
    /// <param name="time">The time, or null.</param>
    /// <returns>The ticks of the time as it is written.</returns>
    public static long TimeHash(DateTime? time) => time is { } given ? Canonical(given).Ticks : -1;

    /// <summary>The value that stands for all that compare equal to it but are written differently: -0.0, 1.00, offsets, local times.</summary>
    internal static T Canonical<T>(T value)
    {
        // The JIT drops the boxes and all branches but one.
        return value switch
        {
            double v when typeof(T) == typeof(double) => (T)(object)(v + 0.0),
            float v when typeof(T) == typeof(float) => (T)(object)(v + 0.0f),
            Half v when typeof(T) == typeof(Half) => (T)(object)(v + Half.Zero),
            decimal v when typeof(T) == typeof(decimal) => (T)(object)(v == 0 ? 0m : v / 1.0000000000000000000000000000m),
            DateTimeOffset v when typeof(T) == typeof(DateTimeOffset) => (T)(object)v.ToUniversalTime(),
            DateTime v when typeof(T) == typeof(DateTime) => (T)(object)(v.Kind == DateTimeKind.Local ? v.ToUniversalTime() : v),
            _ => value,
        };
    }

    internal static string? FormatOf<T>() =>
        typeof(T) == typeof(DateTime) || typeof(T) == typeof(DateTimeOffset) || typeof(T) == typeof(DateOnly) || typeof(T) == typeof(TimeOnly) ? "O" : null;

    private static bool TryParseText<T>(string text, [MaybeNullWhen(false)] out T value)
        where T : ISpanParsable<T>
    {
        if (typeof(T) == typeof(DateTime))
        {
            bool valid = DateTime.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime time);
            value = (T)(object)time;
            return valid;
        }

        return T.TryParse(text, CultureInfo.InvariantCulture, out value);
    }
}
