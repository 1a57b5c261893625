namespace CodeGen.Host.Generation;

/// <summary>What a generator made.</summary>
/// <param name="Code">The C# source.</param>
/// <param name="Cost">What it cost, in USD.</param>
internal readonly record struct GeneratedSource(string Code, decimal Cost);
