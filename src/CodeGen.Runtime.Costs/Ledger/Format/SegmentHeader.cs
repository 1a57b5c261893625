using System.Buffers.Binary;

namespace CodeGen.Runtime.Costs;

/// <summary>The 64 bytes at the start of a segment, and once more at its end, in case one of the two is damaged.</summary>
internal readonly record struct SegmentHeader(int Version, uint Salt, Guid Node, long Number, long FirstSequence, long CreatedTicks, int Capacity)
{
    public const int Bytes = 64;

    public const int CurrentVersion = 1;

    private const int VersionAt = 8;
    private const int SaltAt = 12;
    private const int NodeAt = 16;
    private const int NumberAt = 32;
    private const int FirstAt = 40;
    private const int CreatedAt = 48;
    private const int CapacityAt = 56;
    private const int CrcAt = 60;

    /// <summary>Where the seed of its records' checksums comes from.</summary>
    public uint Seed => RecordHeader.SeedOf(Number, Salt);

    /// <summary>Records lie before this offset, the second header at it.</summary>
    public int DataEnd => Capacity - Bytes;

    private static ReadOnlySpan<byte> Magic => "CGLEDGER"u8;

    public void Write(Span<byte> bytes)
    {
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[VersionAt..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[SaltAt..], Salt);
        Node.TryWriteBytes(bytes[NodeAt..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[NumberAt..], Number);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[FirstAt..], FirstSequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[CreatedAt..], CreatedTicks);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[CapacityAt..], Capacity);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[CrcAt..], Crc32C.Of(bytes[..CrcAt]));
    }

    /// <summary>Reads what every version keeps as it is: magic, version and the checksum over the first 60 bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out SegmentHeader header)
    {
        if (bytes.Length < Bytes || !bytes.StartsWith(Magic) || BinaryPrimitives.ReadUInt32LittleEndian(bytes[CrcAt..]) != Crc32C.Of(bytes[..CrcAt]))
        {
            header = default;
            return false;
        }

        header = new SegmentHeader(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[VersionAt..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[SaltAt..]),
            new Guid(bytes.Slice(NodeAt, 16), bigEndian: true),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[NumberAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[FirstAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[CreatedAt..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[CapacityAt..]));
        return true;
    }
}
