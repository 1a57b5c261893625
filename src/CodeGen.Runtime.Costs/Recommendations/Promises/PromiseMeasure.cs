namespace CodeGen.Runtime.Costs;

/// <summary>How the saving of a recommendation is checked that is not about requests of models: by what a unit of the same work costs before and after. Immutable; thread-safe.</summary>
/// <param name="Where">Which charges: values by dimension, all of which they must have.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Category">Only costs of this category are divided; units are counted whatever theirs is. The default is any.</param>
/// <param name="Also">Further charges, each as <paramref name="Where"/> says them: costs and units of all are added. They must not overlap. The default is none.</param>
public sealed record PromiseMeasure(
    IReadOnlyDictionary<string, string> Where, PromiseUnit Unit, CostCategory? Category = null, IReadOnlyList<IReadOnlyDictionary<string, string>>? Also = null);
