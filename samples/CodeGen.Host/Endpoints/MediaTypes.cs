using CodeGen.Host.Documents;
using Microsoft.Net.Http.Headers;

namespace CodeGen.Host.Endpoints;

/// <summary>Tells by the content type how a document is written.</summary>
internal static class MediaTypes
{
    public const string GeneratedCode = "text/plain; charset=utf-8";

    /// <param name="contentType">The request's content type.</param>
    /// <param name="body">The body, looked at only where the content type leaves it open.</param>
    public static DocumentFormat FormatOf(string? contentType, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrEmpty(contentType))
        {
            return Guess(body);
        }

        if (MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type))
        {
            string subtype = (type.Suffix.HasValue ? type.Suffix.Value! : type.SubType.Value ?? "").ToLowerInvariant();
            switch (type.Type.Value?.ToLowerInvariant(), subtype)
            {
                case ("application" or "text", "json"):
                    return DocumentFormat.Json;
                case ("application" or "text", "yaml" or "x-yaml"):
                    return DocumentFormat.Yaml;
                case ("application", "octet-stream"):
                    return Guess(body);
            }
        }

        throw new ProblemException(
            StatusCodes.Status415UnsupportedMediaType, "Unknown content type", $"The content type '{Shown.Text(contentType)}' is neither JSON nor YAML.",
            "header: Content-Type", "Send Content-Type: application/json or application/yaml; with curl, add -H 'Content-Type: application/json'.");
    }

    private static DocumentFormat Guess(ReadOnlySpan<byte> body) => body.TrimStart("\uFEFF \t\r\n"u8) is [(byte)'{', ..] ? DocumentFormat.Json : DocumentFormat.Yaml;
}
