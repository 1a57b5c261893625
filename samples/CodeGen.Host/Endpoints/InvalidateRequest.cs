namespace CodeGen.Host.Endpoints;

/// <summary>The body of <c>POST /invalidate</c>: exactly one of a project (with or without a file), a tag, a pattern.</summary>
internal sealed record InvalidateRequest(string? Project, string? File, string? Tag, string? Pattern);
