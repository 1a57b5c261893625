namespace CodeGen.Runtime.Costs;

/// <summary>The form of secrets: <c>whsec_</c> and the key in base64 (Standard Webhooks, "Signature scheme").</summary>
internal static class WebhookSecret
{
    public const string Prefix = "whsec_";
    public const int LeastBytes = 24;
    public const int MostBytes = 64;

    /// <summary>The key, or null where the text is no secret.</summary>
    public static byte[]? Decode(string? secret)
    {
        if (secret is null || !secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        Span<byte> key = stackalloc byte[MostBytes];
        return Convert.TryFromBase64Chars(secret.AsSpan(Prefix.Length), key, out int written) && written >= LeastBytes ? key[..written].ToArray() : null;
    }
}
