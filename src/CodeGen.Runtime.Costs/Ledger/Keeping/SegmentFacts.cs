namespace CodeGen.Runtime.Costs;

/// <summary>A sealed segment that was deleted or exported.</summary>
/// <param name="Number">Its number.</param>
/// <param name="FirstSequence">The sequence of its first record; 0 where its headers are damaged.</param>
/// <param name="LastSequence">The highest sequence that it may hold.</param>
/// <param name="Bytes">The file's length.</param>
internal sealed record SegmentFacts(long Number, long FirstSequence, long LastSequence, long Bytes);
