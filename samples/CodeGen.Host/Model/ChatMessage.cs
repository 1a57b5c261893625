using System.Text.Json.Serialization;

namespace CodeGen.Host.Model;

/// <summary>One message of a chat.</summary>
internal sealed record ChatMessage(
    [property: JsonPropertyName("role")] string Role,
    [property: JsonPropertyName("content")] string? Content);
