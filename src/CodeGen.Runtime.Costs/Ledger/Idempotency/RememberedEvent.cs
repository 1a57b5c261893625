namespace CodeGen.Runtime.Costs;

/// <summary>What is known of an id that was taken.</summary>
internal readonly record struct RememberedEvent(UInt128 PayloadHash, long Sequence);
