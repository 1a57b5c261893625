namespace CodeGen.Runtime.LedgerHost;

/// <summary>The payloads that the host appends: whoever knows the place can make them again.</summary>
internal static class HostPayload
{
    public static byte[] Of(int seed, int thread, int index)
    {
        var random = new Random(HashOf(seed, thread, index));
        byte[] payload = new byte[random.Next(0, 1_200)];
        random.NextBytes(payload);
        return payload;
    }

    /// <summary>Not HashCode.Combine, which differs from process to process.</summary>
    private static int HashOf(int seed, int thread, int index) => unchecked((((seed * 31) + thread) * 1_000_003) + index);
}
