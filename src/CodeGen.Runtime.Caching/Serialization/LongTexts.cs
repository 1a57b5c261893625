using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// The long texts of one value, beside its JSON instead of inside: there they would be escaped and searched for escapes, which is most of what reading source text costs. Each is its
/// length and its UTF-8. One value at a time and thread, since serializing is synchronous.
/// </summary>
internal static class LongTexts
{
    /// <summary>Shorter texts stay inside the JSON.</summary>
    public const int MinLength = 128;

    /// <summary>
    /// How often all texts together may be read. What this library writes refers to each once, and a converter of the host's may read a value in more than one way; a forged value that refers to one
    /// text a million times must not take memory a million times.
    /// </summary>
    private const int MaxReads = 8;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [ThreadStatic]
    private static PooledBuffer? s_written;

    [ThreadStatic]
    private static ReadOnlyMemory<byte> s_read;

    [ThreadStatic]
    private static long s_budget;

    /// <summary>What the thread has collected, or <see langword="null"/> when it does not collect.</summary>
    public static PooledBuffer? Collected => s_written;

    /// <summary>From now on this thread collects into the buffer; the one before, of a value further up the stack, is given back to be restored.</summary>
    public static PooledBuffer? Collect(PooledBuffer? into)
    {
        PooledBuffer? before = s_written;
        s_written = into;
        return before;
    }

    /// <summary>From now on this thread reads from these texts; what it read from before is given back to be restored.</summary>
    public static (ReadOnlyMemory<byte> Texts, long Budget) ReadFrom(ReadOnlyMemory<byte> texts) => Restore((texts, (long)MaxReads * texts.Length));

    /// <inheritdoc cref="ReadFrom"/>
    public static (ReadOnlyMemory<byte> Texts, long Budget) Restore((ReadOnlyMemory<byte> Texts, long Budget) texts)
    {
        (ReadOnlyMemory<byte>, long) before = (s_read, s_budget);
        (s_read, s_budget) = texts;
        return before;
    }

    /// <summary>Adds a text to what the thread collects.</summary>
    /// <returns>Where it is.</returns>
    public static int Add(PooledBuffer into, string text)
    {
        int at = into.WrittenCount;
        int length = Encoding.UTF8.GetByteCount(text);
        Span<byte> span = into.GetSpan(sizeof(int) + length);
        BinaryPrimitives.WriteInt32LittleEndian(span, length);
        Encoding.UTF8.GetBytes(text, span[sizeof(int)..]);
        into.Advance(sizeof(int) + length);
        return at;
    }

    /// <summary>The text at a place.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    public static string Get(long at)
    {
        ReadOnlySpan<byte> texts = s_read.Span;
        if (at < 0 || at > texts.Length - sizeof(int))
        {
            throw new JsonException("A cached JSON value refers to a text that is not there.");
        }

        ReadOnlySpan<byte> rest = texts[(int)at..];
        int length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        rest = rest[sizeof(int)..];
        if (length < 0 || length > rest.Length)
        {
            throw new JsonException("A cached JSON value refers to a text that is cut.");
        }

        s_budget -= length;
        return s_budget >= 0
            ? s_strict.GetString(rest[..length])
            : throw new JsonException($"A cached JSON value refers to its texts more than {MaxReads} times over.");
    }
}
