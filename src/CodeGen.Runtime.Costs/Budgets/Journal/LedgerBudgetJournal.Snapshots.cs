namespace CodeGen.Runtime.Costs;

/// <content>Snapshots beside the log: the last two are kept, in case the newest cannot be read.</content>
internal sealed partial class LedgerBudgetJournal
{
    private readonly Lock _saving = new();
    private long _saved;
    private long _savedBefore = -1;

    /// <summary>The first record that a restore would need if the newest snapshot could not be read; 0, all, until there are two.</summary>
    public long FirstNeeded
    {
        get
        {
            lock (_saving)
            {
                return _savedBefore + 1;
            }
        }
    }

    public async Task<bool> SaveAsync(ReadOnlyMemory<byte> snapshot, long sequence)
    {
        try
        {
            // Whatever a snapshot stands for must be on the disk before it is: after a power failure the log would give the same places to other records, and they would not be read.
            await log.FlushAsync().ConfigureAwait(false);
            lock (_saving)
            {
                Save(snapshot.Span, sequence);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            JournalLog.SnapshotFailed(logger, log.Directory, e.Message);
            return false;
        }
    }

    private void Save(ReadOnlySpan<byte> snapshot, long sequence)
    {
        if (sequence <= _saved)
        {
            return;
        }

        SnapshotFile.Write(log.Directory, log.Node, sequence, time.GetUtcNow().UtcTicks, snapshot);
        (_savedBefore, _saved) = (_saved, sequence);
        SnapshotFile.DeleteBefore(log.Directory, _savedBefore);
    }
}
