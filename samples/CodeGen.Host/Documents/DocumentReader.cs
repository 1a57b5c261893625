using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace CodeGen.Host.Documents;

/// <summary>Turns bytes that anyone may have sent into a <see cref="SourceDocument"/>, or says what is wrong with them and where.</summary>
internal static class DocumentReader
{
    /// <summary>Nesting that is accepted. The generators stop at 128; ours comes first so that the message is ours.</summary>
    public const int MaxDepth = 100;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    public static SourceDocument Read(ReadOnlyMemory<byte> body, DocumentFormat format, DocumentKind kind)
    {
        if (body.Span.StartsWith("\uFEFF"u8))
        {
            body = body[3..];
        }

        if (body.IsEmpty)
        {
            throw ProblemException.BadDocument("The body is empty.", "line 1", "Send the OpenAPI or JSON Schema document as the body of the request.");
        }

        if (!Utf8.IsValid(body.Span))
        {
            throw NotUnicode();
        }

        try
        {
            return Read(ParseJson(format == DocumentFormat.Yaml ? YamlToJson.Convert(body) : body), kind);
        }
        catch (InvalidOperationException)
        {
            // JSON can escape half a surrogate pair; the tree finds out when it reads that text.
            throw NotUnicode();
        }
    }

    private static SourceDocument Read(JsonObject root, DocumentKind kind)
    {
        kind = DocumentKinds.Resolve(root, kind);
        DiscriminatorNames.Expand(root);
        NamedUnions.Rewrite(root);
        ReferenceCheck.Check(root);
        InheritanceCheck.Check(root);
        string? title = kind == DocumentKind.OpenApi ? Text(root["info"] as JsonObject, "title") : Text(root, "title");
        return new SourceDocument(root.ToJsonString(), kind, title);
    }

    private static JsonObject ParseJson(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? JsonObject.Create(document.RootElement.Clone())!
                : throw ProblemException.BadDocument(
                    $"The document is a JSON {document.RootElement.ValueKind.ToString().ToLowerInvariant()}, not an object.", "#", "Send an OpenAPI document or a JSON Schema.");
        }
        catch (JsonException error)
        {
            string place = error.LineNumber is { } line ? $"line {line + 1}, byte {error.BytePositionInLine + 1}" : "unknown";
            string remedy = error.Message.Contains("depth", StringComparison.OrdinalIgnoreCase)
                ? $"Nest at most {MaxDepth} levels; move inner schemas to named ones and refer to them with $ref."
                : "Send one complete JSON document in UTF-8, without comments, trailing commas or repeated property names.";
            throw ProblemException.BadDocument($"The document is not valid JSON: {FirstSentence(error.Message)}", place, remedy);
        }
    }

    private static ProblemException NotUnicode() =>
        ProblemException.BadDocument("The document holds text that is not valid Unicode.", "unknown", "Send the document in UTF-8; escape characters outside the basic plane as a pair.");

    private static string FirstSentence(string message)
    {
        // The parser's messages end with "LineNumber: … | BytePositionInLine: …", which the place says better.
        int end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }

    private static string? Text(JsonObject? owner, string name) =>
        owner?[name] is JsonValue value && value.TryGetValue(out string? text) && !string.IsNullOrWhiteSpace(text) ? text : null;
}
