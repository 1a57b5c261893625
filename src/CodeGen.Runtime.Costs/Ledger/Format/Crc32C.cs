using System.Buffers.Binary;
using System.Numerics;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// CRC-32C (Castagnoli; RFC 3720, section 12.1, appendix B.4) by the processor's own instruction where it has one. Begin with <see cref="Start"/>, end with <see cref="End"/>.
/// </summary>
internal static class Crc32C
{
    public const uint Start = uint.MaxValue;

    public static uint End(uint state) => ~state;

    public static uint Of(ReadOnlySpan<byte> bytes) => End(Add(Start, bytes));

    public static uint Add(uint state, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte one in bytes)
        {
            state = BitOperations.Crc32C(state, one);
        }

        return state;
    }
}
