namespace CodeGen.Runtime.Costs;

/// <summary>
/// The tokens of one request. <see cref="InputTokens"/> and <see cref="OutputTokens"/> are totals; everything else is a part of one of them. An immutable value; thread-safe.
/// </summary>
/// <remarks>
/// Providers count differently: where a response reports cache reads and writes beside its input tokens (Anthropic does), add them up first. Requests are priced one by one; the price of a sum
/// of requests is another, since long prompts have other prices.
/// </remarks>
public readonly record struct ModelUsage
{
    /// <summary>No count may be larger: 2⁵⁰ − 1, about a quadrillion tokens.</summary>
    public const long MaxTokens = (1L << 50) - 1;

    /// <summary>All tokens of the prompt, those read from and written to a cache among them.</summary>
    public long InputTokens { get; init; }

    /// <summary>Of <see cref="InputTokens"/>: read from the provider's cache.</summary>
    public long CacheReadTokens { get; init; }

    /// <summary>Of <see cref="InputTokens"/>: written to the provider's cache, for any time. They are text.</summary>
    public long CacheWriteTokens { get; init; }

    /// <summary>Of <see cref="CacheWriteTokens"/>: written for an hour.</summary>
    public long CacheWrite1hTokens { get; init; }

    /// <summary>Of <see cref="InputTokens"/>: audio.</summary>
    public long AudioInputTokens { get; init; }

    /// <summary>Of <see cref="AudioInputTokens"/> and of <see cref="CacheReadTokens"/>: audio read from the cache.</summary>
    public long AudioCacheReadTokens { get; init; }

    /// <summary>Of <see cref="InputTokens"/>: images.</summary>
    public long ImageInputTokens { get; init; }

    /// <summary>Of <see cref="ImageInputTokens"/> and of <see cref="CacheReadTokens"/>: images read from the cache.</summary>
    public long ImageCacheReadTokens { get; init; }

    /// <summary>Of <see cref="InputTokens"/>: video.</summary>
    public long VideoInputTokens { get; init; }

    /// <summary>All tokens of the answer, those of reasoning among them.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Of <see cref="OutputTokens"/>: reasoning.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>Of <see cref="OutputTokens"/>: audio.</summary>
    public long AudioOutputTokens { get; init; }

    /// <summary>Of <see cref="OutputTokens"/>: images.</summary>
    public long ImageOutputTokens { get; init; }

    /// <summary>Of <see cref="OutputTokens"/>: video.</summary>
    public long VideoOutputTokens { get; init; }

    /// <summary>Of <see cref="OutputTokens"/>: citations.</summary>
    public long CitationTokens { get; init; }

    /// <summary>Does nothing where the counts can be true together.</summary>
    /// <exception cref="ImpossibleUsageException">A count is negative or above <see cref="MaxTokens"/>, or parts are larger than their whole.</exception>
    public void Validate() => TokenBuckets.Fill(this, out _);
}
