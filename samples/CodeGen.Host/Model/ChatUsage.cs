using System.Text.Json.Serialization;

namespace CodeGen.Host.Model;

/// <summary>How many tokens an answer took.</summary>
internal sealed record ChatUsage(
    [property: JsonPropertyName("prompt_tokens")] long PromptTokens,
    [property: JsonPropertyName("completion_tokens")] long CompletionTokens,
    [property: JsonPropertyName("prompt_tokens_details")] ChatPromptDetails? Details = null)
{
    /// <summary>Of the prompt's tokens: read from the server's cache.</summary>
    [JsonIgnore]
    public long CachedTokens => Details?.CachedTokens ?? 0;
}
