using System.Buffers.Binary;
using System.Text;

namespace CodeGen.Runtime.Costs;

/// <summary>Writes the fields of a payload one after another into a span that has room for them.</summary>
internal ref struct PayloadWriter(Span<byte> bytes)
{
    /// <summary>How many bytes a number of 128 bits takes at most, seven bits a byte.</summary>
    public const int MaxVarInt = 19;

    private readonly Span<byte> _bytes = bytes;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _bytes[..Length];

    public void Byte(byte value) => _bytes[Length++] = value;

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes[Length..], value);
        Length += sizeof(uint);
    }

    public void UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes[Length..], value);
        Length += sizeof(ulong);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(_bytes[Length..]);
        Length += value.Length;
    }

    public void Guid(Guid value)
    {
        value.TryWriteBytes(_bytes[Length..], bigEndian: true, out int written);
        Length += written;
    }

    /// <summary>Seven bits a byte, the lowest first; the highest bit of a byte says that more follow.</summary>
    public void VarInt(ulong value)
    {
        // In a local: the length of a writer that is handed on by reference is in memory, and would be read and written for each byte.
        int length = Length;
        while (value >= 0x80)
        {
            _bytes[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _bytes[length] = (byte)value;
        Length = length + 1;
    }

    public void VarInt(UInt128 value)
    {
        while (value > ulong.MaxValue)
        {
            _bytes[Length++] = (byte)((ulong)value | 0x80);
            value >>= 7;
        }

        VarInt((ulong)value);
    }

    /// <summary>The sign in the lowest bit, so that small numbers are short whatever their sign.</summary>
    public void Signed(long value) => VarInt((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>As for 64 bits, and with the same bytes for the same number.</summary>
    public void Signed(Int128 value) => VarInt((UInt128)((value << 1) ^ (value >> 127)));

    /// <summary>Length and UTF-8; nothing and the empty text are the same.</summary>
    public void Text(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            Byte(0);
            return;
        }

        // Nearly all texts are short and ASCII: their length takes one byte, which can be filled in behind them.
        if (value.Length < 0x80 && Encoding.UTF8.TryGetBytes(value, _bytes[(Length + 1)..], out int written) && written < 0x80)
        {
            _bytes[Length] = (byte)written;
            Length += 1 + written;
            return;
        }

        VarInt((ulong)Encoding.UTF8.GetByteCount(value));
        Length += Encoding.UTF8.GetBytes(value, _bytes[Length..]);
    }
}
