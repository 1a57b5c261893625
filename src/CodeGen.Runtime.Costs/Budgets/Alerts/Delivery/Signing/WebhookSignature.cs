using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Signatures of webhooks as the Standard Webhooks specification (version 1, symmetric) has them: HMAC-SHA256 of <c>id.timestamp.body</c>, in base64 behind <c>v1,</c>. What receivers, and tests of hosts, verify
/// with. Thread-safe.
/// </summary>
public static class WebhookSignature
{
    /// <summary>The header with the id of the message, the same in every attempt: what receivers remember to see a message only once.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>The header with the time of the attempt, in whole seconds since 1970.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>The header with the signatures, one for each secret, with spaces between them.</summary>
    public const string SignatureHeader = "webhook-signature";

    /// <summary>How far the time of an attempt may be from the receiver's: 5 minutes.</summary>
    public static readonly TimeSpan DefaultTolerance = TimeSpan.FromMinutes(5);

    private const string Version = "v1,";
    private const int NewKeyBytes = 32;

    /// <summary>More than any sender has secrets; bounds what a forged header can cost.</summary>
    private const int MostSignatures = 16;

    /// <summary>Makes a secret from 32 random bytes.</summary>
    public static string NewSecret() => WebhookSecret.Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(NewKeyBytes));

    /// <summary>Signs a message, as a sender does.</summary>
    /// <param name="id">The message's id.</param>
    /// <param name="timestamp">When it is sent; whole seconds count.</param>
    /// <param name="body">Its body, byte for byte as it is sent.</param>
    /// <param name="secret">The secret.</param>
    /// <returns>The signature, <c>v1,</c> in front of it.</returns>
    /// <exception cref="ArgumentException">The secret is not <c>whsec_</c> and 24 to 64 bytes in base64. The message does not show it.</exception>
    public static string Sign(string id, DateTimeOffset timestamp, ReadOnlySpan<byte> body, string secret)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Sign(id, TimestampOf(timestamp), body, KeyOf(secret, nameof(secret)));
    }

    /// <summary>
    /// Whether one of the signatures was made of this message with one of the secrets, within the tolerance. Compares in constant time. A repetition of a message within the tolerance is
    /// valid as well: remember ids to see it.
    /// </summary>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>.</param>
    /// <param name="signatures">The header <c>webhook-signature</c>. Signatures of other versions are passed over.</param>
    /// <param name="body">The body, byte for byte as it was received.</param>
    /// <param name="secrets">The secrets that are valid now: one, or two while they are changed.</param>
    /// <param name="now">The receiver's time.</param>
    /// <param name="tolerance">How far the timestamp may be from it, earlier or later; null is 5 minutes.</param>
    /// <returns>Whether it is valid. A header that is missing, or is not what the specification says, is not valid.</returns>
    /// <exception cref="ArgumentException">A secret is not <c>whsec_</c> and 24 to 64 bytes in base64. The message does not show it.</exception>
    public static bool Verify(
        string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body, IEnumerable<string> secrets, DateTimeOffset now, TimeSpan? tolerance = null)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        byte[][] keys = [.. secrets.Select(static secret => KeyOf(secret, nameof(secrets)))];
        if (string.IsNullOrEmpty(id) || signatures is null || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
        {
            return false;
        }

        if (Math.Abs(now.ToUnixTimeSeconds() - seconds) > (tolerance ?? DefaultTolerance).TotalSeconds)
        {
            return false;
        }

        bool valid = false;
        string[] given = signatures.Split(' ', MostSignatures + 1, StringSplitOptions.RemoveEmptyEntries);
        foreach (byte[] key in keys)
        {
            byte[] expected = Encoding.ASCII.GetBytes(Sign(id, timestamp, body, key));
            foreach (string one in given.Take(MostSignatures))
            {
                // No early end: how long it takes tells nothing of which secret or signature fits.
                valid |= CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(one));
            }
        }

        return valid;
    }

    internal static string TimestampOf(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    internal static string Sign(string id, string timestamp, ReadOnlySpan<byte> body, byte[] key)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hash.AppendData(body);
        return Version + Convert.ToBase64String(hash.GetHashAndReset());
    }

    private static byte[] KeyOf(string? secret, string parameter) => WebhookSecret.Decode(secret)
        ?? throw new ArgumentException(
            $"A secret is not '{WebhookSecret.Prefix}' and {WebhookSecret.LeastBytes} to {WebhookSecret.MostBytes} bytes in base64. {nameof(WebhookSignature)}.{nameof(NewSecret)}() makes one.", parameter);
}
