namespace CodeGen.Runtime.Costs;

/// <content>What the journal of an earlier process brings back, and snapshots for it. Nobody else has a store that is being restored.</content>
internal sealed partial class InProcessBudgetStore
{
    /// <summary>For so long the sums of budgets are kept that are no longer defined.</summary>
    private const long DormantMilliseconds = 800L * 86_400_000;

    /// <summary>The budgets by the names of the journal.</summary>
    public ScopeKeys Keys { get; } = new(scopes);

    public int OpenCount => _open.Count;

    /// <summary>A store that has what its journal has.</summary>
    public static InProcessBudgetStore Open(IReadOnlyList<BudgetScope> scopes, TimeProvider time, IBudgetJournal? journal) =>
        journal is null ? new(scopes, time) : journal.Restore(() => new(scopes, time, journal));

    public ScopeCounters CountersOf(ReadOnlySpan<byte> key) => CountersOf(Keys.FindOrAdd(key));

    /// <summary>Takes an open hold. Whoever had it is gone, so it is indeterminate.</summary>
    public bool TryRestore(HoldRecord hold)
    {
        bool fits = true;
        foreach (ref HoldShare share in hold.Shares.AsSpan())
        {
            fits &= CountersOf(share.Scope).TryRestoreHeld(share.WindowStart, share.Amount);
        }

        hold.OrphanedAt = Math.Min(hold.OrphanedAt, Now());
        _open[hold.Id] = hold;
        return fits;
    }

    /// <summary>Whether a budget of this name is defined and nothing is known of it.</summary>
    public bool IsUnused(string name) => _scopes.Any(counters => !counters.Scope.IsDormant && counters.Scope.Definition.Name == name && counters.Windows.All(static window => window.Committed == 0 && window.Open == 0));

    public void RestoreDecided(HoldRecord hold) => _decided.Add(hold);

    public HoldRecord? FindDecided(BudgetHoldId id) => _decided.Find(id);

    /// <summary>Goes to the windows of now, once everything is there.</summary>
    public void EndRestore()
    {
        long now = Now();
        foreach (ScopeCounters counters in _scopes)
        {
            _ = !counters.Scope.IsDormant && counters.TryMove(now);
        }
    }

    /// <summary>Gives the journal all there is, so that the next start need not read what was recorded before.</summary>
    /// <returns>Whether it is kept; also where there is no journal, false.</returns>
    public async Task<bool> SnapshotAsync()
    {
        if (journal is null)
        {
            return false;
        }

        // Before: what is told from here on is in the snapshot or in the records after it.
        long told = journal.ToldCharges;
        (ReadOnlyMemory<byte> snapshot, long sequence) = Capture(journal, told);
        return await journal.SaveAsync(snapshot, sequence, told).ConfigureAwait(false);
    }

    /// <summary>All sums that are known.</summary>
    internal List<ScopeImage> Images()
    {
        long now = Now();
        lock (_lock)
        {
            return Images_NeedsLock(now);
        }
    }

    private (ReadOnlyMemory<byte> Snapshot, long Sequence) Capture(IBudgetJournal kept, long told)
    {
        long now = Now();
        lock (_lock)
        {
            return (SnapshotPayload.Write(Images_NeedsLock(now), _open.Values, _decided, told), kept.LastSequence);
        }
    }

    private List<ScopeImage> Images_NeedsLock(long now)
    {
        var images = new List<ScopeImage>(_scopes.Length);
        foreach (ScopeCounters counters in _scopes)
        {
            WindowCounters[] windows =
            [
                .. counters.Windows
                    .Where(window => (window.Committed != 0 || window.Alerted != 0) && (!counters.Scope.IsDormant || window.Open > 0 || window.Start > now - DormantMilliseconds))
                    .OrderBy(static window => window.Start),
            ];
            if (windows.Length > 0)
            {
                images.Add(new ScopeImage(counters.Scope.Key, counters.Alerted, windows));
            }
        }

        // In one order, whatever way the sums came here: equal stores have equal snapshots.
        images.Sort(static (left, right) => left.Key.AsSpan().SequenceCompareTo(right.Key));
        return images;
    }

    private ScopeCounters CountersOf(BudgetScope scope)
    {
        if (scope.Index >= _scopes.Length)
        {
            _scopes = [.. _scopes, .. Keys.Dormant.Skip(_scopes.Length - scopes.Count).Select(static dormant => new ScopeCounters(dormant))];
        }

        return _scopes[scope.Index];
    }
}
