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

        // Each step waits for the one before: three for what is left, not up to seven.
        if (bytes.Length >= sizeof(uint))
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt32LittleEndian(bytes));
            bytes = bytes[sizeof(uint)..];
        }

        if (bytes.Length >= sizeof(ushort))
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt16LittleEndian(bytes));
            bytes = bytes[sizeof(ushort)..];
        }

        if (!bytes.IsEmpty)
        {
            state = BitOperations.Crc32C(state, bytes[0]);
        }

        return state;
    }
}
