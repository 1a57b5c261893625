using System.Buffers.Binary;
using System.Text;

namespace CodeGen.Runtime.Costs;

/// <summary>Reads what <see cref="PayloadWriter"/> writes. Bytes that cannot have been written so are an <see cref="UnreadableRecordException"/>.</summary>
internal ref struct PayloadReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>A name in a record is no longer than this in UTF-8.</summary>
    private const int MaxText = 4 * 1_024;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsEnd => _rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    public Guid Guid() => new(Take(16), bigEndian: true);

    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)_rest.Length)
        {
            throw new UnreadableRecordException($"it ends {count - _rest.Length} bytes early");
        }

        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public UInt128 VarInt128()
    {
        int length = FoldedNumber.Read(_rest, PayloadWriter.MaxVarInt, out UInt128 value);
        if (length <= 0)
        {
            throw new UnreadableRecordException(length == FoldedNumber.EndsEarly ? "it ends within a number" : "a number has more than 128 bits");
        }

        _rest = _rest[length..];
        return value;
    }

    public long VarInt()
    {
        UInt128 value = VarInt128();
        return value <= long.MaxValue ? (long)value : throw new UnreadableRecordException("a number has more than 63 bits");
    }

    public int Count(int most)
    {
        long count = VarInt();
        return count <= most ? (int)count : throw new UnreadableRecordException($"it says {count} where {most} is the most");
    }

    public Int128 Signed()
    {
        UInt128 value = VarInt128();
        return (Int128)(value >> 1) ^ -(Int128)(value & 1);
    }

    public string? Text()
    {
        int length = Count(MaxText);
        if (length == 0)
        {
            return null;
        }

        try
        {
            return s_strict.GetString(Take(length));
        }
        catch (DecoderFallbackException)
        {
            throw new UnreadableRecordException("a text is not UTF-8");
        }
    }
}
