namespace CodeGen.Runtime.Costs;

/// <summary>The models that a name meant in one table of prices; in another one, after the price files were read again, it may mean others. Immutable, thread-safe.</summary>
internal sealed record NamedPrices(PriceTable Table, CompiledModel[] Models);
