using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>The bytes of the ledger's files.</summary>
public sealed class LedgerFormatTests
{
    private static readonly Gen<RecordHeader> s_records = Gen.Select(Gen.Long[1, long.MaxValue], Gen.ULong, Gen.ULong, Gen.Long, Gen.UInt, Gen.Byte, Gen.Int[0, RecordHeader.MaxPayloadBytes])
        .Select(static r => new RecordHeader(
            r.Item1, EventId.Create((long)(r.Item2 >> 16), r.Item3), new UInt128(r.Item2, r.Item3), r.Item4, ~r.Item4, r.Item5, r.Item6, (RecordFlags)(r.Item6 & 3), r.Item7));

    [Fact]
    public void Crc32C_TheCheckString_IsThePublishedValue() => Crc32C.Of("123456789"u8).Should().Be(0xE3069283);

    [Fact]
    public void Crc32C_AnyBytesInAnyParts_IsTheDefinition() => Gen.Select(Gen.Byte.Array[0, 64], Gen.Int[0, 64]).Sample(static (bytes, cut) =>
    {
        uint expected = uint.MaxValue;
        foreach (byte one in bytes)
        {
            expected ^= one;
            for (int bit = 0; bit < 8; bit++)
            {
                expected = (expected & 1) != 0 ? (expected >> 1) ^ 0x82F63B78 : expected >> 1;
            }
        }

        cut = Math.Min(cut, bytes.Length);
        Crc32C.Of(bytes).Should().Be(~expected);
        Crc32C.End(Crc32C.Add(Crc32C.Add(Crc32C.Start, bytes.AsSpan(0, cut)), bytes.AsSpan(cut))).Should().Be(~expected);
    });

    [Fact]
    public void RecordHeader_WrittenAndRead_IsTheSame() => Gen.Select(s_records, Gen.UInt).Sample(static (record, seed) =>
    {
        byte[] bytes = new byte[RecordHeader.Bytes];
        record.Write(bytes, seed);
        RecordHeader.TryRead(bytes, seed, out RecordHeader read).Should().BeTrue();
        read.Should().Be(record);
        (record.Extent % RecordHeader.Alignment).Should().Be(0);
        record.Extent.Should().BeInRange(RecordHeader.Bytes + record.PayloadLength, RecordHeader.Bytes + record.PayloadLength + RecordHeader.Alignment - 1);
    });

    [Fact]
    public void RecordHeader_AnyBitFlipped_IsRefusedAndNeverLooksUnwritten() => Gen.Select(s_records, Gen.Int[0, (RecordHeader.Bytes * 8) - 1]).Sample(static (record, bit) =>
    {
        byte[] bytes = new byte[RecordHeader.Bytes];
        record.Write(bytes, 7);
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        RecordHeader.TryRead(bytes, 7, out _).Should().BeFalse();
        BitConverter.ToUInt32(bytes).Should().NotBe(0);
    });

    [Fact]
    public void RecordHeader_OfAnotherSegment_IsRefused() => Gen.Select(s_records, Gen.Long[1, 1_000], Gen.UInt).Sample(static (record, segment, salt) =>
    {
        byte[] bytes = new byte[RecordHeader.Bytes];
        record.Write(bytes, RecordHeader.SeedOf(segment, salt));
        RecordHeader.TryRead(bytes, RecordHeader.SeedOf(segment + 1, salt), out _).Should().BeFalse();
        RecordHeader.TryRead(bytes, RecordHeader.SeedOf(segment, salt + 1), out _).Should().BeFalse();
    });

    [Fact]
    public void SegmentHeader_WrittenAndRead_IsTheSameAndAnyFlippedBitIsSeen() =>
        Gen.Select(Gen.UInt, Gen.Long, Gen.Long, Gen.Guid, Gen.Int, Gen.Int[0, (SegmentHeader.Bytes * 8) - 1]).Sample(static (salt, number, first, node, capacity, bit) =>
        {
            var header = new SegmentHeader(SegmentHeader.CurrentVersion, salt, node, number, first, first ^ number, capacity);
            byte[] bytes = new byte[SegmentHeader.Bytes];
            header.Write(bytes);
            SegmentHeader.TryRead(bytes, out SegmentHeader read).Should().BeTrue();
            read.Should().Be(header);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            SegmentHeader.TryRead(bytes, out _).Should().BeFalse();
        });
}
