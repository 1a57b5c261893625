using System.Buffers.Binary;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>Damages the end of a ledger that nobody writes, behind everything that was acknowledged.</summary>
internal static class TornTail
{
    private const int PageBytes = 4_096;

    /// <param name="random">Chooses place and bytes.</param>
    /// <param name="kind">How.</param>
    /// <param name="directory">The ledger.</param>
    /// <param name="last">Its last segment.</param>
    /// <param name="acknowledged">The highest sequence that was acknowledged.</param>
    /// <returns>What was changed; null where there was no room for it.</returns>
    public static Injection? Apply(Random random, TornTailKind kind, string directory, SegmentPlaces last, long acknowledged)
    {
        RecordPlace kept = last.Records.LastOrDefault(r => r.Sequence <= acknowledged);
        long safe = kept.Sequence == 0 ? SegmentHeader.Bytes : kept.Offset + kept.Extent;
        using FileStream file = File.Open(SegmentName.PathOf(directory, last.Number), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        long end = Math.Min(last.DataEnd, last.FileBytes);
        switch (kind)
        {
            case TornTailKind.Unfinished or TornTailKind.Garbled:
                if (last.RecordsEnd + RecordHeader.Alignment >= end)
                {
                    return null;
                }

                byte[] rest = new byte[(int)Math.Min(end - last.RecordsEnd, random.Next(RecordHeader.Alignment + 1, 3 * PageBytes))];
                random.NextBytes(rest);
                BinaryPrimitives.WriteUInt32LittleEndian(rest, kind == TornTailKind.Unfinished ? 0 : 0xA500_0000u | (uint)random.Next(RecordHeader.Bytes, PageBytes));
                rest[^1] |= 1;
                return Write(file, last, last.RecordsEnd, rest);
            case TornTailKind.Emptied:
                return Write(file, last, safe, new byte[end - safe]);
            case TornTailKind.LostPages:
                long from = random.NextInt64(safe, Math.Max(safe + 1, last.RecordsEnd));
                long to = Math.Min(end, ((from / PageBytes) + random.Next(1, 4)) * PageBytes);
                return Write(file, last, from, new byte[Math.Max(0, to - from)]);
            default:
                long length = random.NextInt64(safe, last.FileBytes);
                file.SetLength(length);
                return new(last.Number, length, last.FileBytes, IsCut: true);
        }
    }

    private static Injection Write(FileStream file, SegmentPlaces last, long offset, byte[] bytes)
    {
        file.Position = offset;
        file.Write(bytes);
        return new(last.Number, offset, offset + bytes.Length);
    }
}
