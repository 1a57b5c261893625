namespace CodeGen.Runtime.Conformance.Ledger;

/// <summary>One call with an event.</summary>
internal readonly record struct Delivery(long Number, int Variant);
