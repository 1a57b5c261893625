using System.ComponentModel;

namespace CodeGen.Runtime.Contracts.Hybrid;

/// <summary>A value that says of itself that it cannot be changed.</summary>
[ImmutableObject(true)]
public sealed record ImmutableDocument(string Name);
