using System.Text.Json.Serialization;

namespace CodeGen.Host.Model;

/// <summary>How many tokens an answer took.</summary>
internal sealed record ChatUsage(
    [property: JsonPropertyName("prompt_tokens")] long PromptTokens,
    [property: JsonPropertyName("completion_tokens")] long CompletionTokens);
