using System.Buffers.Binary;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>
/// The events of a run: a number says everything of one, so that the writer, the driver and the checker need not tell each other. An event has three variants: the first, one of
/// another payload, and one of another kind; a ledger takes one of them.
/// </summary>
/// <param name="seed">The run's seed.</param>
/// <param name="origin">The time of the earliest id, in milliseconds since 1970.</param>
internal sealed class TortureEvents(int seed, long origin)
{
    public const int Variants = 3;

    /// <summary>Bits of a number that count within a round; the others are the round's.</summary>
    private const int IndexBits = 20;
    private const int ShortPayload = 1_200;
    private const int LongPayload = 12_000;

    public long Origin => origin;

    public int Seed => seed;

    public static int IndexesOfARound => 1 << IndexBits;

    public static long NumberOf(int round, int index) => ((long)round << IndexBits) | (uint)index;

    public static (int Round, int Index) PlaceOf(long number) => ((int)(number >> IndexBits), (int)(number & (IndexesOfARound - 1)));

    public EventId IdOf(long number) => EventId.Create(origin + (PlaceOf(number).Index / 32), (UInt128)(ulong)number);

    /// <summary>The number in an id; false where the id is none of this run's.</summary>
    public bool TryNumberOf(EventId id, out long number)
    {
        Span<byte> bytes = stackalloc byte[EventId.Bytes];
        id.Write(bytes);
        number = (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) & ((1UL << 62) - 1));
        return IdOf(number) == id;
    }

    public static byte KindOf(long number, int variant) => (byte)((number % 100) + (variant == 2 ? 101 : 1));

    public byte[] PayloadOf(long number, int variant)
    {
        ulong state = Mix(((ulong)(uint)seed << 32) ^ (ulong)number ^ (variant == 1 ? 1UL << 63 : 0));

        // The other payload is never empty, so that it is never the same.
        ulong least = variant == 1 ? 16UL : 0;
        byte[] payload = new byte[least + ((state >> 8) % 50 == 0 ? state % LongPayload : state % ShortPayload)];
        for (int i = 0; i < payload.Length; i += sizeof(ulong))
        {
            state = Mix(state);
            Span<byte> rest = payload.AsSpan(i);
            if (rest.Length >= sizeof(ulong))
            {
                BinaryPrimitives.WriteUInt64LittleEndian(rest, state);
            }
            else
            {
                rest.Fill((byte)state);
            }
        }

        return payload;
    }

    /// <summary>Which variant of an event a record is; -1 where it is none.</summary>
    public int VariantOf(long number, byte kind, ReadOnlySpan<byte> payload)
    {
        for (int variant = 0; variant < Variants; variant++)
        {
            if (kind == KindOf(number, variant) && payload.SequenceEqual(PayloadOf(number, variant)))
            {
                return variant;
            }
        }

        return -1;
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood 2014): quick, and the same in every process.</summary>
    private static ulong Mix(ulong state)
    {
        state += 0x9E37_79B9_7F4A_7C15;
        state = (state ^ (state >> 30)) * 0xBF58_476D_1CE4_E5B9;
        state = (state ^ (state >> 27)) * 0x94D0_49BB_1331_11EB;
        return state ^ (state >> 31);
    }
}
