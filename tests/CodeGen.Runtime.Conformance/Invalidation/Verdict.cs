namespace CodeGen.Runtime.Conformance.Invalidation;

/// <summary>What the checker says of one read.</summary>
/// <param name="Kind">How it stands.</param>
/// <param name="Staleness">How long before the read's start the value had been invalidated and acknowledged, in ticks of the machine-wide clock; 0 when it had not.</param>
/// <param name="Group">The group through which it was invalidated, or -1.</param>
/// <param name="Version">The version of that invalidation.</param>
/// <param name="Seen">The version that the value knew.</param>
internal readonly record struct Verdict(VerdictKind Kind, long Staleness = 0, int Group = -1, long Version = 0, long Seen = 0);
