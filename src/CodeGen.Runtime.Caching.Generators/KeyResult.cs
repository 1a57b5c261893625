namespace CodeGen.Runtime.Caching.Generators;

/// <summary>What became of one declaration: a model, or what is wrong with it.</summary>
internal sealed record KeyResult(KeyModel? Model, EquatableArray<DiagnosticInfo> Diagnostics);
