using CodeGen.Runtime.Caching;

namespace CodeGen.Runtime.IntegrationTests;

/// <summary>The key of the suites: a generated file of a project.</summary>
[CacheKey("code_gen:{Project}:{File}:{Requirement}")]
public readonly partial record struct GenerationKey(string Project, string File, string Requirement)
{
    /// <summary>The key that a test uses when any will do.</summary>
    public static GenerationKey Sample => new("p42", "a.cs", "h1");
}
