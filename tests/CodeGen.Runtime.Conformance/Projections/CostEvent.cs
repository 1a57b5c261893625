using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Projections;

/// <summary>Something that costs.</summary>
/// <param name="Time">When.</param>
/// <param name="Amount">What, where it is no request of a model.</param>
/// <param name="Usage">The tokens of a request, which the catalogue prices; null where the amount is known.</param>
internal readonly record struct CostEvent(DateTimeOffset Time, decimal Amount, ModelUsage? Usage = null);
