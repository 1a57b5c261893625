using System.Buffers.Binary;
using System.Text;

namespace CodeGen.Runtime.Costs;

/// <summary>Writes the values of the journal's records, one behind the other. Whole numbers take seven bits a byte, the low ones first; signed ones are folded, so that small ones are short.</summary>
internal ref struct JournalWriter(Span<byte> room)
{
    /// <summary>The most that a number of 64 bits takes.</summary>
    public const int MostOfNumber = 10;

    /// <summary>The most that an amount takes.</summary>
    public const int MostOfAmount = 19;

    /// <summary>The length in bytes of a text that is no longer than this takes one byte, whatever its characters.</summary>
    private const int ShortText = 42;

    private readonly Span<byte> _room = room;

    public int Length { get; private set; }

    public void Byte(byte value) => _room[Length++] = value;

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_room[Length..]);
        Length += bytes.Length;
    }

    public void Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Byte((byte)(value | 0x80));
        }

        Byte((byte)value);
    }

    public void Signed(long value) => Number((ulong)((value << 1) ^ (value >> 63)));

    public void Amount(Int128 picos)
    {
        var folded = (UInt128)((picos << 1) ^ (picos >> 127));
        while (folded > ulong.MaxValue)
        {
            Byte((byte)((byte)(ulong)folded | 0x80));
            folded >>= 7;
        }

        Number((ulong)folded);
    }

    public void Currency(Currency currency)
    {
        uint letters = currency.Letters;
        Byte((byte)(letters >> 16));
        Byte((byte)(letters >> 8));
        Byte((byte)letters);
    }

    public void Money(Money money)
    {
        Currency(money.Currency);
        Amount(money.Picos);
    }

    public void Id(BudgetHoldId id)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_room[Length..], id.Process);
        Length += sizeof(ulong);
        Number(id.Count);
    }

    public void Rate(decimal rate)
    {
        Span<int> parts = stackalloc int[4];
        _ = decimal.GetBits(rate, parts);
        foreach (int part in parts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_room[Length..], part);
            Length += sizeof(int);
        }
    }

    /// <summary>UTF-8 behind its length in bytes.</summary>
    public void Text(string text)
    {
        if (text.Length <= ShortText)
        {
            int written = Encoding.UTF8.GetBytes(text, _room[(Length + 1)..]);
            _room[Length] = (byte)written;
            Length += 1 + written;
            return;
        }

        int bytes = Encoding.UTF8.GetByteCount(text);
        Number((ulong)bytes);
        Length += Encoding.UTF8.GetBytes(text, _room[Length..]);
    }
}
