namespace CodeGen.Runtime.Costs;

/// <summary>What a store says to a reservation.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Now">The store's clock, milliseconds since 1970.</param>
/// <param name="Share">Which share was refused.</param>
/// <param name="Available">How much its budget has left, in picos.</param>
/// <param name="RenewsAt">When that changes by itself.</param>
internal readonly record struct ReserveOutcome(ReserveStatus Status, long Now, int Share = -1, Int128 Available = default, long RenewsAt = 0);
