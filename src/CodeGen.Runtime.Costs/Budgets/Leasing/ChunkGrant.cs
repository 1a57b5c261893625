namespace CodeGen.Runtime.Costs;

/// <summary>What a store says to a request for a chunk.</summary>
/// <param name="Status">Held with a chunk; refused where even the smallest size is too much, which says nothing of a reservation; or that the tables of windows are too old.</param>
/// <param name="Now">The store's clock, milliseconds since 1970.</param>
/// <param name="Chunk">The chunk, an ordinary hold of the store.</param>
internal readonly record struct ChunkGrant(ReserveStatus Status, long Now, HoldRecord? Chunk = null);
