using CodeGen.Runtime.Caching;

namespace CodeGen.Host;

/// <summary>What one generated file is cached under.</summary>
/// <param name="Project">The project that asked.</param>
/// <param name="File">The document's name inside the project.</param>
/// <param name="RequirementHash">Everything else that decides the answer, as lower-case hexadecimal SHA-256; see <see cref="Generation.RequirementHash"/>.</param>
[CacheKey("code_gen:{Project}:{File}:{RequirementHash}")]
public readonly partial record struct GenerationKey(string Project, string File, string RequirementHash);
