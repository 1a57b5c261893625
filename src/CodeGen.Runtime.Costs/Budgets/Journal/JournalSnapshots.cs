using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>Snapshots of one kind beside a log: the last two are kept, in case the newest cannot be read. Thread-safe.</summary>
internal sealed class JournalSnapshots(LedgerLog log, TimeProvider time, ILogger logger, string prefix)
{
    private readonly Lock _saving = new();
    private long _saved;
    private long _needed = -1;
    private long _neededBefore = -1;

    /// <summary>The first record that a restore would need if the newest snapshot could not be read; 0, all, until there are two.</summary>
    public long FirstNeeded
    {
        get
        {
            lock (_saving)
            {
                return _neededBefore + 1;
            }
        }
    }

    /// <summary>Gives each snapshot that is whole to a reader, the newest first, until one can read it.</summary>
    /// <param name="read">Reads a snapshot and says from which record on it needs the log; nothing where it makes no sense.</param>
    /// <param name="name">The snapshot that was read, for a log.</param>
    /// <returns>The last record that it stands for; 0 where there is none.</returns>
    public long Find(Func<SnapshotFile, long?> read, out string name)
    {
        foreach (string path in SnapshotFile.List(log.Directory, prefix))
        {
            if (!SnapshotFile.TryRead(path, log.Node, log.LastSequence, out SnapshotFile? file, out string? problem, prefix))
            {
                JournalLog.SnapshotUnusable(logger, path, problem);
                continue;
            }

            if (read(file) is { } needed)
            {
                (_saved, _needed) = (file.Sequence, needed - 1);
                name = $"the snapshot '{Path.GetFileName(path)}'";
                return file.Sequence;
            }

            JournalLog.SnapshotUnusable(logger, path, "it is whole, and no snapshot that this version can read.");
        }

        name = "no snapshot";
        return 0;
    }

    /// <summary>Keeps a snapshot.</summary>
    /// <param name="snapshot">All there is.</param>
    /// <param name="sequence">The last record that it stands for.</param>
    /// <param name="needed">The first record that a start from it reads.</param>
    /// <returns>Whether it is kept; why not is logged.</returns>
    public async Task<bool> SaveAsync(ReadOnlyMemory<byte> snapshot, long sequence, long needed)
    {
        try
        {
            // Whatever a snapshot stands for must be on the disk before it is: after a power failure the log would give the same places to other records, and they would not be read.
            await log.FlushAsync().ConfigureAwait(false);
            lock (_saving)
            {
                Save(snapshot.Span, sequence, needed);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            JournalLog.SnapshotFailed(logger, log.Directory, e.Message);
            return false;
        }
    }

    private void Save(ReadOnlySpan<byte> snapshot, long sequence, long needed)
    {
        if (sequence <= _saved)
        {
            return;
        }

        SnapshotFile.Write(log.Directory, log.Node, sequence, time.GetUtcNow().UtcTicks, snapshot, prefix);
        long before = _saved;
        (_neededBefore, _needed, _saved) = (_needed, needed - 1, sequence);
        SnapshotFile.DeleteBefore(log.Directory, before, prefix);
    }
}
