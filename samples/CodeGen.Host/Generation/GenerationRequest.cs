using CodeGen.Host.Documents;

namespace CodeGen.Host.Generation;

/// <summary>What a caller asked for; the document is as it came and not yet read.</summary>
/// <param name="Project">The project.</param>
/// <param name="File">The document's name inside the project.</param>
/// <param name="Namespace">The namespace of the generated code.</param>
/// <param name="Kind">What the caller says the document is.</param>
/// <param name="Format">How it is written.</param>
/// <param name="Document">The document's bytes.</param>
internal sealed record GenerationRequest(string Project, string File, string Namespace, DocumentKind Kind, DocumentFormat Format, ReadOnlyMemory<byte> Document);
