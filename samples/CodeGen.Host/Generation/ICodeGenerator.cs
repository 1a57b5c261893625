using CodeGen.Host.Costs;
using CodeGen.Runtime.Costs;

namespace CodeGen.Host.Generation;

/// <summary>Makes C# from a document.</summary>
internal interface ICodeGenerator
{
    /// <summary>A short name for tags and messages.</summary>
    string Name { get; }

    /// <summary>Changes whenever the same document could give other code; part of the cache key.</summary>
    string Version { get; }

    /// <summary>What a generation uses at most.</summary>
    CostUse Ceiling(GenerationRequest request);

    /// <summary>Makes the code, and says what it used.</summary>
    /// <exception cref="ProblemException">The document cannot be used, or the generator failed.</exception>
    Task<string> GenerateAsync(GenerationRequest request, MeteredCall call, CancellationToken cancellationToken);
}
