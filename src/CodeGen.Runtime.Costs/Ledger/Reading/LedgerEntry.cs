namespace CodeGen.Runtime.Costs;

/// <summary>A record, or a place where records are damaged: exactly one of the two.</summary>
internal readonly record struct LedgerEntry(LedgerRecord? Record, LedgerDamage? Damage);
