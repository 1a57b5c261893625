using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace CodeGen.Runtime.Costs;

/// <summary>The tokens of a request, each in exactly one bucket, by <see cref="TokenKind"/>: their sum is input and output.</summary>
[InlineArray(TokenKinds.Count)]
internal struct TokenBuckets
{
    private long _first;

    public static void Fill(in ModelUsage usage, out TokenBuckets buckets)
    {
        long cached = usage.AudioCacheReadTokens + usage.ImageCacheReadTokens;
        long audio = usage.AudioInputTokens - usage.AudioCacheReadTokens;
        long image = usage.ImageInputTokens - usage.ImageCacheReadTokens;
        long write = usage.CacheWriteTokens - usage.CacheWrite1hTokens;
        long read = usage.CacheReadTokens - cached;
        long text = usage.InputTokens - usage.CacheReadTokens - usage.CacheWriteTokens - audio - image - usage.VideoInputTokens;
        long special = usage.ReasoningTokens + usage.AudioOutputTokens + usage.ImageOutputTokens + usage.VideoOutputTokens + usage.CitationTokens;
        long answer = usage.OutputTokens - special;

        // A count that is negative or too large has one of the upper bits, and so has a negative difference.
        long any = usage.InputTokens | usage.CacheReadTokens | usage.CacheWriteTokens | usage.CacheWrite1hTokens | usage.AudioInputTokens | usage.AudioCacheReadTokens | usage.ImageInputTokens
            | usage.ImageCacheReadTokens | usage.VideoInputTokens | usage.OutputTokens | usage.ReasoningTokens | usage.AudioOutputTokens | usage.ImageOutputTokens | usage.VideoOutputTokens
            | usage.CitationTokens | audio | image | write | read | text | answer;
        if ((ulong)any > ModelUsage.MaxTokens)
        {
            Refuse(usage);
        }

        buckets = default;
        buckets[(int)TokenKind.Input] = text;
        buckets[(int)TokenKind.CacheRead] = read;
        buckets[(int)TokenKind.CacheWrite] = write;
        buckets[(int)TokenKind.CacheWrite1h] = usage.CacheWrite1hTokens;
        buckets[(int)TokenKind.AudioInput] = audio;
        buckets[(int)TokenKind.AudioCacheRead] = usage.AudioCacheReadTokens;
        buckets[(int)TokenKind.ImageInput] = image;
        buckets[(int)TokenKind.ImageCacheRead] = usage.ImageCacheReadTokens;
        buckets[(int)TokenKind.VideoInput] = usage.VideoInputTokens;
        buckets[(int)TokenKind.Output] = answer;
        buckets[(int)TokenKind.Reasoning] = usage.ReasoningTokens;
        buckets[(int)TokenKind.AudioOutput] = usage.AudioOutputTokens;
        buckets[(int)TokenKind.ImageOutput] = usage.ImageOutputTokens;
        buckets[(int)TokenKind.VideoOutput] = usage.VideoOutputTokens;
        buckets[(int)TokenKind.Citation] = usage.CitationTokens;
    }

    /// <summary>Of which kinds there are tokens, one bit each.</summary>
    public readonly uint Kinds
    {
        get
        {
            ReadOnlySpan<long> counts = this;
            uint kinds = 0;
            for (int kind = 0; kind < counts.Length; kind++)
            {
                kinds |= (counts[kind] == 0 ? 0u : 1u) << kind;
            }

            return kinds;
        }
    }

    [DoesNotReturn]
    private static void Refuse(in ModelUsage u)
    {
        Count(u.InputTokens, nameof(u.InputTokens));
        Count(u.CacheReadTokens, nameof(u.CacheReadTokens));
        Count(u.CacheWriteTokens, nameof(u.CacheWriteTokens));
        Count(u.CacheWrite1hTokens, nameof(u.CacheWrite1hTokens));
        Count(u.AudioInputTokens, nameof(u.AudioInputTokens));
        Count(u.AudioCacheReadTokens, nameof(u.AudioCacheReadTokens));
        Count(u.ImageInputTokens, nameof(u.ImageInputTokens));
        Count(u.ImageCacheReadTokens, nameof(u.ImageCacheReadTokens));
        Count(u.VideoInputTokens, nameof(u.VideoInputTokens));
        Count(u.OutputTokens, nameof(u.OutputTokens));
        Count(u.ReasoningTokens, nameof(u.ReasoningTokens));
        Count(u.AudioOutputTokens, nameof(u.AudioOutputTokens));
        Count(u.ImageOutputTokens, nameof(u.ImageOutputTokens));
        Count(u.VideoOutputTokens, nameof(u.VideoOutputTokens));
        Count(u.CitationTokens, nameof(u.CitationTokens));
        Part(u.CacheWrite1hTokens, nameof(u.CacheWrite1hTokens), u.CacheWriteTokens, nameof(u.CacheWriteTokens));
        Part(u.AudioCacheReadTokens, nameof(u.AudioCacheReadTokens), u.AudioInputTokens, nameof(u.AudioInputTokens));
        Part(u.ImageCacheReadTokens, nameof(u.ImageCacheReadTokens), u.ImageInputTokens, nameof(u.ImageInputTokens));
        Part(u.AudioCacheReadTokens + u.ImageCacheReadTokens, $"{nameof(u.AudioCacheReadTokens)} and {nameof(u.ImageCacheReadTokens)}", u.CacheReadTokens, nameof(u.CacheReadTokens));
        Part(u.CacheReadTokens, nameof(u.CacheReadTokens), u.InputTokens, nameof(u.InputTokens));
        Part(u.CacheReadTokens + u.CacheWriteTokens, $"{nameof(u.CacheReadTokens)} and {nameof(u.CacheWriteTokens)}", u.InputTokens, nameof(u.InputTokens));
        Part(
            u.CacheReadTokens - u.AudioCacheReadTokens - u.ImageCacheReadTokens + u.CacheWriteTokens + u.AudioInputTokens + u.ImageInputTokens + u.VideoInputTokens,
            $"Cached text, {nameof(u.AudioInputTokens)}, {nameof(u.ImageInputTokens)} and {nameof(u.VideoInputTokens)}",
            u.InputTokens,
            nameof(u.InputTokens));
        Part(u.ReasoningTokens, nameof(u.ReasoningTokens), u.OutputTokens, nameof(u.OutputTokens));
        Part(
            u.ReasoningTokens + u.AudioOutputTokens + u.ImageOutputTokens + u.VideoOutputTokens + u.CitationTokens,
            $"{nameof(u.ReasoningTokens)}, {nameof(u.AudioOutputTokens)}, {nameof(u.ImageOutputTokens)}, {nameof(u.VideoOutputTokens)} and {nameof(u.CitationTokens)}",
            u.OutputTokens,
            nameof(u.OutputTokens));
        throw new InvalidOperationException("A usage was refused that has no fault.");
    }

    private static void Count(long value, string name)
    {
        if (value is < 0 or > ModelUsage.MaxTokens)
        {
            throw new ImpossibleUsageException($"{name} is {value}; it must be from 0 to {ModelUsage.MaxTokens}. Look at how it is taken from the provider's response.", name);
        }
    }

    private static void Part(long part, string name, long whole, string wholeName)
    {
        if (part > whole)
        {
            throw new ImpossibleUsageException(
                $"{name} come to {part}, more than the {whole} of {wholeName}, of which they are a part. {wholeName} is the total: add the parts to it where the provider reports them beside it.", wholeName);
        }
    }
}
