using System.Text.Json.Serialization;

namespace CodeGen.Host.Model;

/// <summary>What a prompt's tokens were.</summary>
internal sealed record ChatPromptDetails([property: JsonPropertyName("cached_tokens")] long CachedTokens);
