namespace CodeGen.Host.Documents;

/// <summary>A document that was read, checked and written anew as plain JSON.</summary>
/// <param name="Json">
/// Strict JSON without comments or repeated names. The generators read this text and never the bytes that came in, so that two parsers
/// cannot disagree on what was checked.
/// </param>
/// <param name="Kind">OpenAPI or JSON Schema, never <see cref="DocumentKind.Auto"/>.</param>
/// <param name="Title">The document's own title, or <see langword="null"/>.</param>
internal sealed record SourceDocument(string Json, DocumentKind Kind, string? Title);
