namespace CodeGen.Runtime.Costs;

/// <summary>
/// The tokens of a request with another model's way of counting text. Wholes are rounded up and parts down, so that parts stay parts. Sound and pictures are counted by their length, whoever reads them, and stay.
/// </summary>
internal static class ScaledUsage
{
    public static ModelUsage Of(in ModelUsage usage, decimal input, decimal output)
    {
        if (input == 1 && output == 1)
        {
            return usage;
        }

        long cachedMedia = usage.AudioCacheReadTokens + usage.ImageCacheReadTokens;
        long media = usage.AudioInputTokens + usage.ImageInputTokens + usage.VideoInputTokens;
        long answeredMedia = usage.AudioOutputTokens + usage.ImageOutputTokens + usage.VideoOutputTokens;
        return usage with
        {
            InputTokens = media + Whole(usage.InputTokens - media, input),
            CacheReadTokens = cachedMedia + Part(usage.CacheReadTokens - cachedMedia, input),
            CacheWriteTokens = Part(usage.CacheWriteTokens, input),
            CacheWrite1hTokens = Part(usage.CacheWrite1hTokens, input),
            OutputTokens = answeredMedia + Whole(usage.OutputTokens - answeredMedia, output),
            ReasoningTokens = Part(usage.ReasoningTokens, output),
            CitationTokens = Part(usage.CitationTokens, output),
        };
    }

    public static long Part(long tokens, decimal ratio) => (long)decimal.Floor(tokens * ratio);

    private static long Whole(long tokens, decimal ratio) => (long)decimal.Ceiling(tokens * ratio);
}
