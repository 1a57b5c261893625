using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// The name of an event: 16 bytes that begin with its time in milliseconds (UUID version 7, RFC 9562, section 5.7), so that ids sort by time. Immutable, thread-safe.
/// </summary>
internal readonly record struct EventId : IComparable<EventId>
{
    public const int Bytes = 16;

    private const ulong Version = 7;

    /// <summary>How many bits of an id are free to choose beside its time, version and variant.</summary>
    internal const int RandomBits = 74;

    private readonly UInt128 _value;

    private EventId(UInt128 value) => _value = value;

    /// <summary>The time it was made, to the millisecond, by the clock of its maker.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(UnixMilliseconds, MaxMilliseconds));

    internal long UnixMilliseconds => (long)(ulong)(_value >> 80);

    private static long MaxMilliseconds { get; } = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Takes an id that was made elsewhere.</summary>
    /// <param name="id">A UUID of version 7.</param>
    /// <exception cref="ArgumentException">It is of another version, and so has no time in it.</exception>
    public static EventId FromGuid(Guid id)
    {
        if (id.Version != (int)Version)
        {
            throw new ArgumentException(
                $"The event id '{id}' is a UUID of version {id.Version}; the ledger needs version 7, whose first 48 bits are its time: make ids with NewId() of the ledger or Guid.CreateVersion7().", nameof(id));
        }

        if (BitConverter.IsLittleEndian)
        {
            // A Guid begins with a number of 32 bits and two of 16, in the order of the processor.
            (ulong first, ulong last) = Unsafe.BitCast<Guid, (ulong, ulong)>(id);
            return new EventId(new UInt128((first << 32) | ((first >> 16) & 0xFFFF_0000) | (first >> 48), BinaryPrimitives.ReverseEndianness(last)));
        }

        Span<byte> bytes = stackalloc byte[Bytes];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return Read(bytes);
    }

    /// <summary>Puts an id together.</summary>
    /// <param name="unixMilliseconds">Its time, 48 bits.</param>
    /// <param name="random">The rest, 74 bits.</param>
    public static EventId Create(long unixMilliseconds, UInt128 random)
    {
        ulong high = ((ulong)unixMilliseconds << 16) | (Version << 12) | ((ulong)(random >> 62) & 0xFFF);
        ulong low = (0b10UL << 62) | ((ulong)random & ((1UL << 62) - 1));
        return new EventId(new UInt128(high, low));
    }

    public static EventId Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, _value);

    public Guid ToGuid()
    {
        if (BitConverter.IsLittleEndian)
        {
            ulong first = (ulong)(_value >> 64);
            return Unsafe.BitCast<(ulong, ulong), Guid>(((first >> 32) | ((first & 0xFFFF_0000) << 16) | (first << 48), BinaryPrimitives.ReverseEndianness((ulong)_value)));
        }

        Span<byte> bytes = stackalloc byte[Bytes];
        Write(bytes);
        return new Guid(bytes, bigEndian: true);
    }

    public int CompareTo(EventId other) => _value.CompareTo(other._value);

    public static bool operator <(EventId left, EventId right) => left._value < right._value;

    public static bool operator >(EventId left, EventId right) => left._value > right._value;

    public static bool operator <=(EventId left, EventId right) => left._value <= right._value;

    public static bool operator >=(EventId left, EventId right) => left._value >= right._value;

    public override string ToString() => ToGuid().ToString();
}
