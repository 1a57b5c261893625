namespace CodeGen.Host.Generation;

/// <summary>Makes C# from a document.</summary>
internal interface ICodeGenerator
{
    /// <summary>A short name for tags and messages.</summary>
    string Name { get; }

    /// <summary>Changes whenever the same document could give other code; part of the cache key.</summary>
    string Version { get; }

    /// <summary>Makes the code.</summary>
    /// <exception cref="ProblemException">The document cannot be used, or the generator failed.</exception>
    Task<GeneratedSource> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken);
}
