using System.Globalization;
using System.Text.Json;
using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Price;

/// <summary>The <c>usage</c> of a case: counts of tokens, and quantities of anything else.</summary>
internal static class CaseUsage
{
    public static (ModelUsage Usage, Dictionary<string, decimal> Other) Read(JsonElement json)
    {
        ModelUsage usage = default;
        var other = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (JsonProperty property in json.EnumerateObject())
        {
            decimal value = decimal.Parse(property.Value.ToString(), NumberStyles.Number, CultureInfo.InvariantCulture);
            if (!Set(ref usage, property.Name, value))
            {
                other.Add(property.Name, value);
            }
        }

        return (usage, other);
    }

    private static bool Set(ref ModelUsage usage, string name, decimal value)
    {
        ModelUsage? set = name switch
        {
            "input" => usage with { InputTokens = Whole(value) },
            "cacheRead" => usage with { CacheReadTokens = Whole(value) },
            "cacheWrite" => usage with { CacheWriteTokens = Whole(value) },
            "cacheWrite1h" => usage with { CacheWrite1hTokens = Whole(value) },
            "audioInput" => usage with { AudioInputTokens = Whole(value) },
            "audioCacheRead" => usage with { AudioCacheReadTokens = Whole(value) },
            "imageInput" => usage with { ImageInputTokens = Whole(value) },
            "imageCacheRead" => usage with { ImageCacheReadTokens = Whole(value) },
            "videoInput" => usage with { VideoInputTokens = Whole(value) },
            "output" => usage with { OutputTokens = Whole(value) },
            "reasoning" => usage with { ReasoningTokens = Whole(value) },
            "audioOutput" => usage with { AudioOutputTokens = Whole(value) },
            "imageOutput" => usage with { ImageOutputTokens = Whole(value) },
            "videoOutput" => usage with { VideoOutputTokens = Whole(value) },
            "citation" => usage with { CitationTokens = Whole(value) },
            _ => null,
        };
        usage = set ?? usage;
        return set is not null;
    }

    private static long Whole(decimal value) => value == decimal.Truncate(value) ? (long)value : throw new FormatException($"{value} tokens are not a whole number.");
}
