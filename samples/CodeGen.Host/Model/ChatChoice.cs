using System.Text.Json.Serialization;

namespace CodeGen.Host.Model;

/// <summary>One of the alternatives of an answer.</summary>
internal sealed record ChatChoice(
    [property: JsonPropertyName("message")] ChatMessage? Message,
    [property: JsonPropertyName("finish_reason")] string? FinishReason);
