using System.Buffers;
using System.ComponentModel;
using System.Globalization;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// Writes a key text into memory of the caller's stack, or a rented array when that is too small, so that the text is the only allocation.
/// Meant for generated code. Not thread-safe; one of its methods that end in <c>Dispose</c> must be called last, and once.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct CacheKeyWriter
{
    /// <summary>The recommended length of the initial buffer, in characters.</summary>
    public const int StackLength = 256;

    private const string UpperHex = "0123456789ABCDEF";
    private Span<char> _buffer;
    private char[]? _rented;
    private int _length;

    /// <summary>A writer that begins in the given memory.</summary>
    /// <param name="initialBuffer">Memory to write into until it is full.</param>
    public CacheKeyWriter(Span<char> initialBuffer) => _buffer = initialBuffer;

    /// <summary>Writes a text as it is: literals of the template and colons.</summary>
    /// <param name="text">The text.</param>
    public void AppendLiteral(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(text);
    }

    /// <summary>Writes null.</summary>
    public void AppendNull() => Write(CacheKeyText.NullText);

    /// <summary>Escapes and writes a string.</summary>
    /// <param name="value">The string, or null.</param>
    public void Append(string? value)
    {
        if (value is null)
        {
            AppendNull();
        }
        else
        {
            Append(value.AsSpan());
        }
    }

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    /// <param name="value">The value.</param>
    public void AppendBool(bool value) => Write(CacheKeyText.FormatBool(value));

    /// <summary>Escapes and writes an enum value: its name, or its number when it has none.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="value">The value.</param>
    public void AppendEnum<T>(T value)
        where T : struct, Enum
    {
        Span<char> scratch = stackalloc char[StackLength];
        Append(Enum.TryFormat(value, scratch, out int written) ? scratch[..written] : value.ToString());
    }

    /// <summary>Formats (invariant culture, round trip), escapes and writes a value; local times and offsets become UTC.</summary>
    /// <typeparam name="T">The value's type; when it is a type of your own, values that are equal must format equally, different ones differently.</typeparam>
    /// <param name="value">The value.</param>
    public void AppendValue<T>(T value)
        where T : IFormattable
    {
        value = CacheKeyText.Canonical(value);
        Span<char> scratch = stackalloc char[StackLength];
        if (value is ISpanFormattable && ((ISpanFormattable)value).TryFormat(scratch, out int written, CacheKeyText.FormatOf<T>(), CultureInfo.InvariantCulture))
        {
            Append(scratch[..written]);
        }
        else
        {
            Append(value.ToString(CacheKeyText.FormatOf<T>(), CultureInfo.InvariantCulture).AsSpan());
        }
    }

    /// <summary>What has been written; good until the next write.</summary>
    internal readonly ReadOnlySpan<char> Written => _buffer[.._length];

    /// <summary>Ends the text and gives the memory back.</summary>
    /// <returns>The text.</returns>
    public string ToStringAndDispose()
    {
        string text = new(_buffer[.._length]);
        Dispose();
        return text;
    }

    /// <summary>Compares the text, ordinal, and gives the memory back.</summary>
    /// <param name="text">The text to compare with.</param>
    /// <returns>Whether the writer's text is the same.</returns>
    public bool EqualsAndDispose(ReadOnlySpan<char> text)
    {
        bool equal = text.SequenceEqual(_buffer[.._length]);
        Dispose();
        return equal;
    }

    private void Append(scoped ReadOnlySpan<char> value)
    {
        if (value.IsEmpty)
        {
            Write(CacheKeyText.EmptyText);
            return;
        }

        int special = CacheKeyText.IndexOfSpecial(value);
        while (special >= 0)
        {
            Write(value[..special]);
            value = value[special..];
            int taken = WriteSpecial(value);
            value = value[taken..];
            special = CacheKeyText.IndexOfSpecial(value);
        }

        Write(value);
    }

    private int WriteSpecial(scoped ReadOnlySpan<char> value)
    {
        char c = value[0];
        if (char.IsSurrogate(c))
        {
            if (value.Length > 1 && char.IsSurrogatePair(c, value[1]))
            {
                Write(value[..2]);
                return 2;
            }

            Write(['%', 'u', UpperHex[c >> 12], UpperHex[(c >> 8) & 0xF], UpperHex[(c >> 4) & 0xF], UpperHex[c & 0xF]]);
            return 1;
        }

        Write(['%', UpperHex[c >> 4], UpperHex[c & 0xF]]);
        return 1;
    }

    private void Write(scoped ReadOnlySpan<char> text)
    {
        if (text.Length > _buffer.Length - _length)
        {
            Grow(text.Length);
        }

        text.CopyTo(_buffer[_length..]);
        _length += text.Length;
    }

    private void Grow(int more)
    {
        char[] larger = ArrayPool<char>.Shared.Rent(Math.Max(_length + more, _buffer.Length * 2));
        _buffer[.._length].CopyTo(larger);
        Dispose();
        _buffer = _rented = larger;
    }

    /// <summary>Gives the memory back.</summary>
    internal void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<char>.Shared.Return(rented);
        }
    }
}
