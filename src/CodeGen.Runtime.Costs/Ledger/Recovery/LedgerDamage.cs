namespace CodeGen.Runtime.Costs;

/// <summary>
/// A place where records are lost or in danger. Sequences are those that are lost, both ends included; none where <see cref="LastSequence"/> is below
/// <see cref="FirstSequence"/>. Where their number cannot be known, at the end of the last segment, it is the highest possible.
/// </summary>
internal sealed record LedgerDamage(LedgerDamageKind Kind, long Segment, long Offset, long Bytes, long FirstSequence, long LastSequence)
{
    public bool LosesRecords => LastSequence >= FirstSequence;

    public override string ToString()
    {
        string what = Kind switch
        {
            LedgerDamageKind.Payload => "a record's payload is not what was written",
            LedgerDamageKind.Bytes => "bytes that are no record",
            LedgerDamageKind.SegmentHeader => "one of the two segment headers is not what was written",
            LedgerDamageKind.Segment => "both segment headers are damaged, so no record in it can be trusted",
            LedgerDamageKind.Truncated => "the file is shorter than it was made",
            _ => "records are missing before or at this place",
        };
        string lost = !LosesRecords ? "no record is lost by it"
            : FirstSequence == LastSequence ? $"record {FirstSequence} is lost"
            : $"records {FirstSequence} to {LastSequence} are lost";
        return $"{SegmentName.Of(Segment)} at offset {Offset}, {Bytes} bytes: {what}; {lost}. Restore the file from a copy if there is one.";
    }
}
