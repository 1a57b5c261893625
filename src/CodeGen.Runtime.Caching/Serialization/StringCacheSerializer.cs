using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace CodeGen.Runtime.Caching;

/// <summary>
/// Strings as bare UTF-8. Every string round-trips: one that is not valid UTF-16 (an unpaired surrogate, as a model's answer cut in the middle of a
/// character can end with) has no UTF-8 form and is written as the byte 0xFF, which no UTF-8 text contains, and its UTF-16 code units, little-endian.
/// </summary>
internal sealed class StringCacheSerializer : ICacheSerializer<string>
{
    private const byte Utf16Marker = 0xFF;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public void Serialize(string value, IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(destination);
        if (HasUnpairedSurrogate(value))
        {
            WriteUtf16(value, destination);
            return;
        }

        var length = StrictUtf8.GetByteCount(value);
        if (length > 0)
        {
            destination.Advance(StrictUtf8.GetBytes(value, destination.GetSpan(length)));
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The bytes are not what <see cref="Serialize"/> writes.</exception>
    public string Deserialize(in ReadOnlySequence<byte> source)
    {
        if (!source.IsEmpty && FirstByte(in source) == Utf16Marker)
        {
            return ReadUtf16(source.Slice(1));
        }

        try
        {
            return source.IsSingleSegment ? StrictUtf8.GetString(source.FirstSpan) : StrictUtf8.GetString(in source);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException("A cached string is not valid UTF-8.", e);
        }
    }

    private static byte FirstByte(in ReadOnlySequence<byte> source)
    {
        var reader = new SequenceReader<byte>(source);
        reader.TryPeek(out var first);
        return first;
    }

    private static bool HasUnpairedSurrogate(ReadOnlySpan<char> value)
    {
        // Most text has no surrogates at all, and this search is vectorized.
        for (int i; (i = value.IndexOfAnyInRange('\uD800', '\uDFFF')) >= 0; value = value[(i + 2)..])
        {
            if (!char.IsHighSurrogate(value[i]) || i + 1 == value.Length || !char.IsLowSurrogate(value[i + 1]))
            {
                return true;
            }
        }

        return false;
    }

    private static void WriteUtf16(string value, IBufferWriter<byte> destination)
    {
        var length = checked(1 + (value.Length * sizeof(char)));
        var span = destination.GetSpan(length);
        span[0] = Utf16Marker;
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(value.AsSpan()).CopyTo(span[1..]);
        }
        else
        {
            for (var i = 0; i < value.Length; i++)
            {
                System.Buffers.Binary.BinaryPrimitives.WriteUInt16LittleEndian(span[(1 + (i * sizeof(char)))..], value[i]);
            }
        }

        destination.Advance(length);
    }

    private static string ReadUtf16(in ReadOnlySequence<byte> source)
    {
        if (source.Length % sizeof(char) != 0 || source.Length / sizeof(char) > Array.MaxLength)
        {
            throw new InvalidDataException($"A cached UTF-16 string has {source.Length} bytes.");
        }

        return string.Create((int)(source.Length / sizeof(char)), source, static (chars, source) =>
        {
            source.CopyTo(MemoryMarshal.AsBytes(chars));
            if (!BitConverter.IsLittleEndian)
            {
                System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<char, ushort>(chars), MemoryMarshal.Cast<char, ushort>(chars));
            }
        });
    }
}
