using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>One bit to be changed.</summary>
/// <param name="Segment">In which segment.</param>
/// <param name="Position">Which byte of its file.</param>
/// <param name="Bit">Which of its bits.</param>
/// <param name="Lost">The record that lies there; 0 where none does, so that none may be lost.</param>
/// <param name="IsHeader">Whether it lies in one of the segment's two headers.</param>
internal readonly record struct BitFlip(long Segment, long Position, int Bit, long Lost, bool IsHeader)
{
    public Injection Injection => new(Segment, Position, Position + 1, Lost: Lost);

    /// <summary>Chooses a bit; null where nothing can be hit in a way that has one cause.</summary>
    public static BitFlip? Choose(Random random, IReadOnlyList<SegmentPlaces> segments, IReadOnlyList<Injection> before)
    {
        SegmentPlaces segment = segments[random.Next(segments.Count)];
        RecordPlace? record = segment.Records.Count > 0 ? segment.Records[random.Next(segment.Records.Count)] : null;
        long position = random.Next(10) switch
        {
            < 4 when record is { } r => r.Offset + random.Next(RecordHeader.Bytes),
            < 8 when record is { PayloadLength: > 0 } r => r.Offset + RecordHeader.Bytes + random.Next(r.PayloadLength),
            8 => (random.Next(2) * (long)segment.DataEnd) + random.Next(SegmentHeader.Bytes),
            _ => random.NextInt64(segment.FileBytes),
        };
        bool isHeader = position < SegmentHeader.Bytes || position >= segment.DataEnd;
        return position < segment.FileBytes && CanHit(segment, position, isHeader, before)
            ? new(segment.Number, position, random.Next(8), LostAt(segment, position), isHeader)
            : null;
    }

    public void Apply(string directory)
    {
        using FileStream file = File.Open(SegmentName.PathOf(directory, Segment), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        file.Position = Position;
        int value = file.ReadByte();
        file.Position = Position;
        file.WriteByte((byte)(value ^ (1 << Bit)));
    }

    /// <summary>One fault at a time: a second one in the other header loses the segment, and one beside another cannot be told from it.</summary>
    private static bool CanHit(SegmentPlaces segment, long position, bool isHeader, IReadOnlyList<Injection> before) =>
        !before.Any(i => i.Segment == segment.Number && (isHeader ? i.IsCut || i.Start < SegmentHeader.Bytes || i.End > segment.DataEnd : i.Start <= position && position < i.End));

    private static long LostAt(SegmentPlaces segment, long position) =>
        segment.Records.FirstOrDefault(r => r.Offset <= position && position < r.Offset + RecordHeader.Bytes + r.PayloadLength).Sequence;
}
