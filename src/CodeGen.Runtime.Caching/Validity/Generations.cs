namespace CodeGen.Runtime.Caching;

/// <summary>
/// Counters that a hit compares with what it saw when it last walked its scopes: equal means that nothing that could concern it was applied since.
/// Keys are spread over the counters by their first segment, so that invalidating one family leaves the hits of the others alone.
/// </summary>
internal sealed class Generations
{
    private const int Count = 256;
    private readonly long[] _counters = CreateCounters();

    public static int StripeOf(ReadOnlySpan<char> keyText) => string.GetHashCode(KeyScopes.Root(keyText)) & (Count - 1);

    public long Read(int stripe) => Volatile.Read(ref _counters[stripe]);

    public void Bump(int stripe) => Interlocked.Increment(ref _counters[stripe]);

    public void BumpAll()
    {
        for (int i = 0; i < Count; i++)
        {
            Bump(i);
        }
    }

    private static long[] CreateCounters()
    {
        // Above 0, which stands for "never validated".
        var counters = new long[Count];
        Array.Fill(counters, 1);
        return counters;
    }
}
