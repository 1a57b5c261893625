namespace CodeGen.Runtime.Costs;

/// <summary>A free tag of a cost: a name that the host chose, and a value. An immutable value; thread-safe.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
public readonly record struct CostTag(string Name, string Value);
