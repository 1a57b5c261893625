using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>What lies where in a segment that nobody writes.</summary>
/// <param name="Number">Its number.</param>
/// <param name="FileBytes">How long its file is.</param>
/// <param name="DataEnd">Where its second header begins.</param>
/// <param name="Records">Its whole records.</param>
/// <param name="RecordsEnd">Where what follows the last of them begins.</param>
internal sealed record SegmentPlaces(long Number, long FileBytes, int DataEnd, IReadOnlyList<RecordPlace> Records, long RecordsEnd)
{
    /// <summary>All segments of a directory whose headers can be read.</summary>
    public static List<SegmentPlaces> ReadAll(string directory)
    {
        var segments = new List<SegmentPlaces>();
        foreach (long number in SegmentName.List(directory))
        {
            SegmentPrologue prologue = SegmentPrologue.Read(directory, number);
            if (prologue.Header is { } header)
            {
                segments.Add(Read(directory, prologue.FileBytes, header));
            }
        }

        return segments;
    }

    private static SegmentPlaces Read(string directory, long fileBytes, in SegmentHeader header)
    {
        using var reader = new SegmentReader(directory, header);
        var records = new List<RecordPlace>();
        for (ReadOutcome outcome = reader.Read(SegmentEnd.Final); outcome != ReadOutcome.End; outcome = reader.Read(SegmentEnd.Final))
        {
            if (outcome == ReadOutcome.Record)
            {
                records.Add(new(reader.Current.Sequence, reader.CurrentOffset, reader.Current.PayloadLength, reader.Current.Extent));
            }
        }

        return new(header.Number, fileBytes, header.DataEnd, records, reader.Offset);
    }
}
