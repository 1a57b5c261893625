namespace CodeGen.Runtime.Costs;

/// <summary>How the saving of a recommendation is checked that is not about requests of models: by what a unit of the same work costs before and after. Immutable; thread-safe.</summary>
/// <param name="Where">Which charges: values by dimension, all of which they must have.</param>
/// <param name="Unit">The unit.</param>
public sealed record PromiseMeasure(IReadOnlyDictionary<string, string> Where, PromiseUnit Unit);
