using System.Text.Json.Serialization;

namespace CodeGen.Host.Model;

/// <summary>The body of <c>POST /v1/chat/completions</c>, as far as this service uses it.</summary>
internal sealed record ChatRequest(
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("messages")] IReadOnlyList<ChatMessage> Messages,
    [property: JsonPropertyName("temperature")] double Temperature,
    [property: JsonPropertyName("max_tokens"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? MaxTokens);
