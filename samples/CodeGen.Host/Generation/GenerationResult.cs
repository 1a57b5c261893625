namespace CodeGen.Host.Generation;

/// <summary>Generated code and where it came from.</summary>
/// <param name="Code">The C# source.</param>
/// <param name="RequirementHash">The hash that it is cached under.</param>
/// <param name="Outcome">One of <see cref="CacheOutcome"/>.</param>
internal readonly record struct GenerationResult(string Code, string RequirementHash, string Outcome);
