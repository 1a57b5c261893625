namespace CodeGen.Runtime.Costs;

/// <summary>
/// Knows up to which record of the ledger budgets have heard of all charges: a charge is first written there and told right after it, and a snapshot may be taken between the two. Thread-safe.
/// </summary>
/// <remarks>
/// Whoever books enters one of two groups and leaves it. Once a group that takes no more is empty, all charges from before it was closed are told. Nobody waits; what is known is at most one call of
/// <see cref="Advance"/> behind.
/// </remarks>
internal sealed class ChargesUnderWay
{
    private readonly Lock _lock = new();
    private readonly long[] _inside = new long[2 * Spacing];
    private int _open;
    private long _closedAt;
    private long _told;

    /// <summary>Counters that many threads write have a cache line each.</summary>
    private const int Spacing = 8;

    public int Enter()
    {
        int group = Volatile.Read(ref _open);
        Interlocked.Increment(ref _inside[group * Spacing]);
        return group;
    }

    public void Leave(int group) => Interlocked.Decrement(ref _inside[group * Spacing]);

    /// <summary>The record up to which all is told.</summary>
    /// <param name="last">Gives the ledger's last record.</param>
    public long Advance(Func<long> last)
    {
        lock (_lock)
        {
            // Twice: when nobody is inside, it is known up to now.
            TryClose_NeedsLock(last);
            TryClose_NeedsLock(last);
            return _told;
        }
    }

    private void TryClose_NeedsLock(Func<long> last)
    {
        int closed = 1 - _open;
        if (Interlocked.Read(ref _inside[closed * Spacing]) != 0)
        {
            return;
        }

        _told = _closedAt;
        _closedAt = last();
        Interlocked.Exchange(ref _open, closed);
    }
}
