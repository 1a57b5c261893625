using System.Globalization;
using System.Text;

namespace CodeGen.Runtime.Costs;

/// <summary>The counts of a model's usage that are not zero, by their names in camel case.</summary>
internal static class UsageJson
{
    private static readonly (string Name, Func<ModelUsage, long> Count)[] s_counts =
    [
        ("inputTokens", static u => u.InputTokens),
        ("cacheReadTokens", static u => u.CacheReadTokens),
        ("cacheWriteTokens", static u => u.CacheWriteTokens),
        ("cacheWrite1hTokens", static u => u.CacheWrite1hTokens),
        ("audioInputTokens", static u => u.AudioInputTokens),
        ("audioCacheReadTokens", static u => u.AudioCacheReadTokens),
        ("imageInputTokens", static u => u.ImageInputTokens),
        ("imageCacheReadTokens", static u => u.ImageCacheReadTokens),
        ("videoInputTokens", static u => u.VideoInputTokens),
        ("outputTokens", static u => u.OutputTokens),
        ("reasoningTokens", static u => u.ReasoningTokens),
        ("audioOutputTokens", static u => u.AudioOutputTokens),
        ("imageOutputTokens", static u => u.ImageOutputTokens),
        ("videoOutputTokens", static u => u.VideoOutputTokens),
        ("citationTokens", static u => u.CitationTokens),
    ];

    public static string Of(ModelUsage usage)
    {
        var json = new StringBuilder(96).Append('{');
        foreach ((string name, Func<ModelUsage, long> count) in s_counts)
        {
            long tokens = count(usage);
            if (tokens != 0)
            {
                json.Append(json.Length == 1 ? "\"" : ",\"").Append(name).Append("\":").Append(tokens.ToString(CultureInfo.InvariantCulture));
            }
        }

        return json.Append('}').ToString();
    }
}
