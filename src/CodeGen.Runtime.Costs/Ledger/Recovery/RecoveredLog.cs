namespace CodeGen.Runtime.Costs;

/// <summary>Where a writer goes on.</summary>
/// <param name="Resume">The segment to go on in; null where a new one must begin.</param>
/// <param name="Offset">Where in it.</param>
/// <param name="TornBytes">How many bytes to cut there.</param>
/// <param name="NextSegment">The number of the next segment to be made.</param>
/// <param name="NextSequence">The next record's sequence.</param>
/// <param name="LastIngestTicks">The last record's ingest time.</param>
/// <param name="Node">Whose log it is; null where it is new.</param>
/// <param name="Ids">The ids that are remembered.</param>
/// <param name="Opening">What was found.</param>
internal sealed record RecoveredLog(
    SegmentHeader? Resume, int Offset, int TornBytes, long NextSegment, long NextSequence, long LastIngestTicks, Guid? Node, RememberedIds Ids, LedgerOpening Opening);
