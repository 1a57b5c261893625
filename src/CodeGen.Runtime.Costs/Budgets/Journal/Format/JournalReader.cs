using System.Buffers.Binary;
using System.Text;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Reads what <see cref="PayloadWriter"/> writes, from bytes that may be anything. What is not there or makes no sense marks the whole as damaged; from then on everything reads as nothing, and
/// nothing throws.
/// </summary>
internal ref struct JournalReader(ReadOnlySpan<byte> bytes)
{
    private static readonly long s_earliest = BudgetPeriod.Earliest.AddDays(-400).ToUnixTimeMilliseconds();
    private static readonly long s_latest = BudgetPeriod.Latest.ToUnixTimeMilliseconds();

    private ReadOnlySpan<byte> _rest = bytes;

    public bool IsDamaged { get; private set; }

    /// <summary>Whether all was read, and all of it made sense.</summary>
    public readonly bool IsWhole => !IsDamaged && _rest.IsEmpty;

    public void Damage()
    {
        IsDamaged = true;
        _rest = default;
    }

    public byte Byte() => Bytes(1) is [byte value] ? value : (byte)0;

    /// <summary>The next byte, which stays; 0 at the end.</summary>
    public readonly byte Peek() => _rest.IsEmpty ? (byte)0 : _rest[0];

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > _rest.Length)
        {
            Damage();
            return default;
        }

        ReadOnlySpan<byte> read = _rest[..count];
        _rest = _rest[count..];
        return read;
    }

    public ulong Number()
    {
        UInt128 value = Folded(JournalValues.MostOfNumber);
        if (value > ulong.MaxValue)
        {
            Damage();
        }

        return IsDamaged ? 0 : (ulong)value;
    }

    /// <summary>A number that counts or measures something, and has a most.</summary>
    public int Count(int most)
    {
        ulong value = Number();
        if (value > (ulong)most)
        {
            Damage();
        }

        return IsDamaged ? 0 : (int)value;
    }

    public long Signed()
    {
        ulong folded = Number();
        return (long)(folded >> 1) ^ -(long)(folded & 1);
    }

    /// <summary>Milliseconds since 1970 that can be the start of a window or the time of a call.</summary>
    public long Instant()
    {
        long instant = Signed();
        if (instant < s_earliest || instant > s_latest)
        {
            Damage();
        }

        return IsDamaged ? 0 : instant;
    }

    public Int128 Amount()
    {
        UInt128 folded = Folded(JournalValues.MostOfAmount);
        return (Int128)(folded >> 1) ^ -(Int128)(folded & 1);
    }

    public Currency Currency()
    {
        if (Bytes(3) is not [byte first, byte second, byte third] || !Costs.Currency.TryFromLetters((uint)((first << 16) | (second << 8) | third), out Currency currency))
        {
            Damage();
            return default;
        }

        return currency;
    }

    public Money Money()
    {
        Currency currency = Currency();
        return Costs.Money.FromPicos(Amount(), currency);
    }

    public BudgetHoldId Id()
    {
        ReadOnlySpan<byte> process = Bytes(sizeof(ulong));
        return IsDamaged ? default : new BudgetHoldId(BinaryPrimitives.ReadUInt64LittleEndian(process), Number());
    }

    /// <summary>A rate: above 0, as those are by which estimates were converted.</summary>
    public decimal Rate()
    {
        ReadOnlySpan<byte> bits = Bytes(sizeof(decimal));
        if (IsDamaged)
        {
            return 0;
        }

        int flags = BinaryPrimitives.ReadInt32LittleEndian(bits[12..]);
        int scale = flags >> 16;
        if (scale is < 0 or > 28 || (flags & 0xFFFF) != 0)
        {
            Damage();
            return 0;
        }

        var rate = new decimal(
            BinaryPrimitives.ReadInt32LittleEndian(bits), BinaryPrimitives.ReadInt32LittleEndian(bits[4..]), BinaryPrimitives.ReadInt32LittleEndian(bits[8..]), isNegative: false, (byte)scale);
        if (rate == 0)
        {
            Damage();
        }

        return rate;
    }

    public string Text(int mostBytes) => Encoding.UTF8.GetString(Bytes(Count(mostBytes)));

    private UInt128 Folded(int most)
    {
        int length = FoldedNumber.Read(_rest, most, out UInt128 value);
        if (length <= 0)
        {
            Damage();
            return 0;
        }

        _rest = _rest[length..];
        return value;
    }
}
