namespace CodeGen.Runtime.Costs;

/// <summary>How requests tell which beginning their prompt shares with others, such as a system prompt with its tools.</summary>
public sealed class PromptPrefixOptions
{
    /// <summary>Default of <see cref="Tag"/>.</summary>
    public const string DefaultTag = "prompt";

    /// <summary>Default of <see cref="TokensTag"/>.</summary>
    public const string DefaultTokensTag = "prompt.tokens";

    /// <summary>Default of <see cref="MinimumTokens"/>: what most providers keep at least.</summary>
    public const long DefaultMinimumTokens = 1_024;

    /// <summary>The tag that names the beginning of a request's prompt, such as <c>review-v3</c>. Requests without it share nothing.</summary>
    /// <value>The default is <c>prompt</c>.</value>
    public string Tag { get; set; } = DefaultTag;

    /// <summary>The tag that says how many tokens it has, where <see cref="Tokens"/> does not. Of several numbers the smallest counts.</summary>
    /// <value>The default is <c>prompt.tokens</c>.</value>
    public string TokensTag { get; set; } = DefaultTokensTag;

    /// <summary>How many tokens a beginning has, by its name.</summary>
    /// <value>The default is none.</value>
    public IDictionary<string, long> Tokens { get; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Shorter beginnings are kept by no provider.</summary>
    /// <value>The default is 1,024; 1 or more.</value>
    public long MinimumTokens { get; set; } = DefaultMinimumTokens;
}
