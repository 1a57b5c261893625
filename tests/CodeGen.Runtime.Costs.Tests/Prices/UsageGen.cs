using CsCheck;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Requests that can be true, made of buckets, so that each token is in one of them by construction.</summary>
internal static class UsageGen
{
    private static readonly Gen<long> s_count = Gen.OneOf(Gen.Const(0L), Gen.Long[0, 1_000], Gen.Long[0, 10_000_000_000]);

    /// <summary>The buckets, by kind.</summary>
    public static readonly Gen<long[]> Buckets = s_count.Array[15];

    public static readonly Gen<ModelUsage> Any = Buckets.Select(Of);

    public static ModelUsage Of(long[] of)
    {
        long At(TokenKind kind) => of[(int)kind];
        long read = At(TokenKind.CacheRead) + At(TokenKind.AudioCacheRead) + At(TokenKind.ImageCacheRead);
        long write = At(TokenKind.CacheWrite) + At(TokenKind.CacheWrite1h);
        return new()
        {
            InputTokens = read + write + At(TokenKind.Input) + At(TokenKind.AudioInput) + At(TokenKind.ImageInput) + At(TokenKind.VideoInput),
            CacheReadTokens = read,
            CacheWriteTokens = write,
            CacheWrite1hTokens = At(TokenKind.CacheWrite1h),
            AudioInputTokens = At(TokenKind.AudioInput) + At(TokenKind.AudioCacheRead),
            AudioCacheReadTokens = At(TokenKind.AudioCacheRead),
            ImageInputTokens = At(TokenKind.ImageInput) + At(TokenKind.ImageCacheRead),
            ImageCacheReadTokens = At(TokenKind.ImageCacheRead),
            VideoInputTokens = At(TokenKind.VideoInput),
            OutputTokens = At(TokenKind.Output) + At(TokenKind.Reasoning) + At(TokenKind.AudioOutput) + At(TokenKind.ImageOutput) + At(TokenKind.VideoOutput) + At(TokenKind.Citation),
            ReasoningTokens = At(TokenKind.Reasoning),
            AudioOutputTokens = At(TokenKind.AudioOutput),
            ImageOutputTokens = At(TokenKind.ImageOutput),
            VideoOutputTokens = At(TokenKind.VideoOutput),
            CitationTokens = At(TokenKind.Citation),
        };
    }
}
