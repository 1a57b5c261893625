using System.Diagnostics.CodeAnalysis;

namespace CodeGen.Runtime.Costs;

/// <summary>Names of kinds as price files write them, and which kind's rate a kind takes that has none.</summary>
internal static class TokenKinds
{
    public const int Count = (int)TokenKind.Citation + 1;

    private static readonly string[] s_names =
    [
        "input", "cacheRead", "cacheWrite", "cacheWrite1h", "audioInput", "audioCacheRead", "imageInput", "imageCacheRead", "videoInput",
        "output", "reasoning", "audioOutput", "imageOutput", "videoOutput", "citation",
    ];

    public static string AllNames => string.Join(", ", s_names);

    public static string Name(TokenKind kind) => s_names[(int)kind];

    public static bool TryParse([NotNullWhen(true)] string? name, out TokenKind kind)
    {
        int at = Array.IndexOf(s_names, name);
        kind = (TokenKind)Math.Max(at, 0);
        return at >= 0;
    }

    /// <summary>The semantics of the catalogue: cache to input, one hour to five minutes, reasoning to output, audio, image and video to text.</summary>
    public static TokenKind? Fallback(TokenKind kind) => kind switch
    {
        TokenKind.Input or TokenKind.Output => null,
        TokenKind.CacheWrite1h => TokenKind.CacheWrite,
        TokenKind.AudioCacheRead or TokenKind.ImageCacheRead => TokenKind.CacheRead,
        TokenKind.CacheRead or TokenKind.CacheWrite or TokenKind.AudioInput or TokenKind.ImageInput or TokenKind.VideoInput => TokenKind.Input,
        _ => TokenKind.Output,
    };
}
