namespace CodeGen.Runtime.Costs;

/// <summary>Some records in order.</summary>
/// <param name="Records">At most as many as were asked for.</param>
/// <param name="Damages">Where records between them are damaged.</param>
/// <param name="Next">The sequence to ask for next.</param>
/// <param name="IsEnd">Whether there was nothing more.</param>
internal sealed record LedgerPage(IReadOnlyList<LedgerRecord> Records, IReadOnlyList<LedgerDamage> Damages, long Next, bool IsEnd);
