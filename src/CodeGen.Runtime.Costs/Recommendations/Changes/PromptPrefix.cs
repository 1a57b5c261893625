namespace CodeGen.Runtime.Costs;

/// <summary>The beginning that prompts share, and that a provider's prompt cache would keep. Immutable; thread-safe.</summary>
/// <param name="Tag">The tag that tells which beginning a prompt has.</param>
/// <param name="Value">The tag's value for this one.</param>
/// <param name="Tokens">How many tokens it has.</param>
/// <param name="TimeToLive">How long the provider keeps it after its last use: 5 minutes, or an hour where that has a price of its own.</param>
public sealed record PromptPrefix(string Tag, string Value, long Tokens, TimeSpan TimeToLive);
