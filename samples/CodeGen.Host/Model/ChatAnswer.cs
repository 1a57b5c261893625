using System.Text.Json.Serialization;

namespace CodeGen.Host.Model;

/// <summary>The answer of <c>POST /v1/chat/completions</c>, as far as this service reads it.</summary>
internal sealed record ChatAnswer(
    [property: JsonPropertyName("choices")] IReadOnlyList<ChatChoice>? Choices,
    [property: JsonPropertyName("usage")] ChatUsage? Usage);
