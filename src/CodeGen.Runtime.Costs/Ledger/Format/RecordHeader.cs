using System.Buffers.Binary;
using System.Numerics;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// The first 72 bytes of a record. They have a checksum of their own, so that damage to the payload leaves the length to be trusted, and damage to the length is seen.
/// </summary>
internal readonly record struct RecordHeader(
    long Sequence, EventId Id, UInt128 PayloadHash, long EventTicks, long IngestTicks, uint PayloadCrc, byte Kind, RecordFlags Flags, int PayloadLength)
{
    public const int Bytes = 72;

    public const int Alignment = 8;

    /// <summary>1 MiB: what a reader must be able to hold, and what a segment may lose at its end.</summary>
    public const int MaxPayloadBytes = 1 << 20;

    /// <summary>The highest byte of each commit word: with it no single bit turns a word into "nothing was written here".</summary>
    private const uint Mark = 0xA5;

    private const int CrcAt = 4;
    private const int SequenceAt = 8;
    private const int IdAt = 16;
    private const int HashAt = 32;
    private const int EventAt = 48;
    private const int IngestAt = 56;
    private const int PayloadCrcAt = 64;
    private const int KindAt = 68;
    private const int FlagsAt = 69;

    /// <summary>How far it is to the next record.</summary>
    public int Extent => ExtentOf(PayloadLength);

    /// <summary>The word that is written last and makes the record one: mark and length.</summary>
    public uint CommitWord => (Mark << 24) | (uint)(Bytes + PayloadLength);

    public static int ExtentOf(int payloadLength) => (Bytes + payloadLength + Alignment - 1) & -Alignment;

    /// <summary>Where the checksums of a segment's record headers start: bytes of one segment mean nothing in another.</summary>
    public static uint SeedOf(long segment, uint salt)
    {
        Span<byte> bytes = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, segment);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], salt);
        return Crc32C.Add(Crc32C.Start, bytes);
    }

    public static bool IsMarked(uint commitWord) => commitWord >> 24 == Mark;

    public void Write(Span<byte> bytes, uint seed)
    {
        WriteBody(bytes, seed);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, CommitWord);
    }

    /// <summary>Writes all but the commit word, which stays as it is, though the checksum is over what it will be.</summary>
    public void WriteBody(Span<byte> bytes, uint seed)
    {
        bytes = bytes[..Bytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes[SequenceAt..], Sequence);
        Id.Write(bytes[IdAt..]);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes[HashAt..], PayloadHash);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[EventAt..], EventTicks);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[IngestAt..], IngestTicks);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[PayloadCrcAt..], PayloadCrc);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[KindAt..], Kind | ((uint)Flags << 8));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[CrcAt..], CrcOf(CommitWord, bytes, seed));
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, uint seed, out RecordHeader header)
    {
        uint word = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        int payloadLength = (int)(word & 0xFF_FFFF) - Bytes;
        if (!IsMarked(word) || payloadLength is < 0 or > MaxPayloadBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes[CrcAt..]) != CrcOf(word, bytes, seed))
        {
            header = default;
            return false;
        }

        header = new RecordHeader(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[SequenceAt..]),
            EventId.Read(bytes.Slice(IdAt, EventId.Bytes)),
            BinaryPrimitives.ReadUInt128LittleEndian(bytes[HashAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[EventAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[IngestAt..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[PayloadCrcAt..]),
            bytes[KindAt],
            (RecordFlags)bytes[FlagsAt],
            payloadLength);
        return true;
    }

    private static uint CrcOf(uint commitWord, ReadOnlySpan<byte> bytes, uint seed) => Crc32C.End(Crc32C.Add(BitOperations.Crc32C(seed, commitWord), bytes[SequenceAt..Bytes]));
}
