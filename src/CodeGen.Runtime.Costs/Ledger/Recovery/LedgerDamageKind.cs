namespace CodeGen.Runtime.Costs;

/// <summary>What was wrong.</summary>
internal enum LedgerDamageKind
{
    /// <summary>One record's header is whole and its payload is not.</summary>
    Payload,

    /// <summary>Bytes that are no records, up to the next record or the end of the segment.</summary>
    Bytes,

    /// <summary>One of a segment's two headers; no record is lost by it.</summary>
    SegmentHeader,

    /// <summary>Both headers of a segment; nothing in it can be read.</summary>
    Segment,

    /// <summary>The file is shorter than it was made.</summary>
    Truncated,

    /// <summary>Records that should follow are not there: cut off, or their segments were deleted.</summary>
    Missing,
}
