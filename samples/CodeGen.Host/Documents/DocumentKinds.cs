using System.Text.Json.Nodes;

namespace CodeGen.Host.Documents;

/// <summary>Reads the kind that a request names and tells the kind of a document.</summary>
internal static class DocumentKinds
{
    private static readonly string[] SchemaKeywords =
        ["$schema", "$defs", "definitions", "type", "properties", "items", "enum", "allOf", "anyOf", "oneOf", "$ref", "additionalProperties"];

    public static DocumentKind Parse(string? name) => name?.ToLowerInvariant() switch
    {
        null or "" or "auto" => DocumentKind.Auto,
        "openapi" => DocumentKind.OpenApi,
        "jsonschema" => DocumentKind.JsonSchema,
        _ => throw new ProblemException(StatusCodes.Status400BadRequest, "Unknown kind", $"There is no kind '{Shown.Text(name)}'.", "query: kind", "Use openapi, jsonschema or auto."),
    };

    public static DocumentKind Resolve(JsonObject root, DocumentKind asked)
    {
        bool isOpenApi = root.ContainsKey("openapi") || root.ContainsKey("swagger");
        switch (asked)
        {
            case DocumentKind.OpenApi when !isOpenApi:
                throw ProblemException.BadDocument("The document has no 'openapi' member.", "#", "Add \"openapi\": \"3.0.3\", or ask with kind=jsonschema.");
            case DocumentKind.JsonSchema when isOpenApi:
                throw ProblemException.BadDocument("The document is an OpenAPI document, not a JSON Schema.", "#/openapi", "Ask with kind=openapi or kind=auto.");
            case DocumentKind.Auto when isOpenApi:
                return DocumentKind.OpenApi;
            case DocumentKind.Auto when SchemaKeywords.Any(root.ContainsKey):
                return DocumentKind.JsonSchema;
            case DocumentKind.Auto:
                throw new ProblemException(StatusCodes.Status415UnsupportedMediaType, "Unknown kind of document", "The document is neither OpenAPI nor JSON Schema.", "#",
                    "An OpenAPI document has an 'openapi' member, a JSON Schema one of '$schema', 'type', 'properties', '$defs'; or name the kind with kind=openapi|jsonschema.");
            default:
                return asked;
        }
    }
}
