namespace CodeGen.Host.Documents;

/// <summary>What a document describes, or is said to describe.</summary>
internal enum DocumentKind
{
    /// <summary>Look at the document.</summary>
    Auto,

    /// <summary>An OpenAPI 3 (or Swagger 2) description of an HTTP API.</summary>
    OpenApi,

    /// <summary>A JSON Schema.</summary>
    JsonSchema,
}
