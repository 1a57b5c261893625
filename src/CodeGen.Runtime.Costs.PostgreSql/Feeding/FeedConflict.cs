namespace CodeGen.Runtime.Costs;

/// <summary>A record whose id belongs to another event.</summary>
/// <param name="Sequence">Its place in this node's ledger.</param>
/// <param name="EventId">The id.</param>
/// <param name="FirstNode">Whose record has the id.</param>
/// <param name="FirstSequence">The place of that one.</param>
internal readonly record struct FeedConflict(long Sequence, Guid EventId, Guid FirstNode, long FirstSequence);
