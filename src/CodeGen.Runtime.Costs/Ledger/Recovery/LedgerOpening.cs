namespace CodeGen.Runtime.Costs;

/// <summary>What was found when a log was opened.</summary>
/// <param name="Records">How many records were read: those of all segments that may hold remembered ids, and of the last one.</param>
/// <param name="TornTails">How many unfinished records were cut: 0 or 1; none of them was acknowledged.</param>
/// <param name="TornBytes">How many bytes were cut.</param>
/// <param name="Damages">What was damaged in the segments that were read.</param>
internal sealed record LedgerOpening(long Records, int TornTails, long TornBytes, IReadOnlyList<LedgerDamage> Damages);
