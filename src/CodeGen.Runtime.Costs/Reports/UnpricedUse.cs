namespace CodeGen.Runtime.Costs;

/// <summary>Something that had no price when it was used. Immutable, thread-safe.</summary>
/// <param name="Item">The model or meter; model and fee of a fee.</param>
/// <param name="Charges">How many charges.</param>
public sealed record UnpricedUse(string Item, long Charges);
