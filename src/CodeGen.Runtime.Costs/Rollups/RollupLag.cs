namespace CodeGen.Runtime.Costs;

/// <summary>How far the roll-ups are behind the ledger. Thread-safe.</summary>
internal sealed class RollupLag(RollupStore store)
{
    private const long UpToDate = 0;

    private readonly TimeProvider _time = store.Time;
    private Func<long>? _next;
    private long _since = UpToDate;

    /// <summary>Records of the ledger that are in no sum; 0 while nobody follows it.</summary>
    public long Records => Volatile.Read(ref _next) is { } next && store.IsKept ? Math.Max(0, store.Log.LastSequence - Math.Max(next(), 1) + 1) : 0;

    /// <summary>For how long the sums have lacked something, at most: since the first record came that they lack, or since they were begun.</summary>
    public TimeSpan Time => Records > 0 && Interlocked.Read(ref _since) is var since and not UpToDate ? Later(since) : TimeSpan.Zero;

    /// <summary>Somebody follows the ledger.</summary>
    /// <param name="next">The first record that is not summed, asked from any thread.</param>
    public void Follow(Func<long> next)
    {
        Begin();
        Volatile.Write(ref _next, next);
    }

    /// <summary>Something is there that is not summed yet.</summary>
    public void Begin() => Interlocked.CompareExchange(ref _since, _time.GetUtcNow().UtcTicks, UpToDate);

    /// <summary>All that was there is summed.</summary>
    public void End() => Interlocked.Exchange(ref _since, UpToDate);

    private TimeSpan Later(long since) => TimeSpan.FromTicks(Math.Max(0, _time.GetUtcNow().UtcTicks - since));
}
