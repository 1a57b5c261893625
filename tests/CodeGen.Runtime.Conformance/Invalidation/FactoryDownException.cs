namespace CodeGen.Runtime.Conformance.Invalidation;

/// <summary>What a factory of the run throws now and then.</summary>
internal sealed class FactoryDownException() : Exception("This factory is down on purpose.");
