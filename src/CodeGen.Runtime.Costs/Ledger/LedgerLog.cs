using System.Security.Cryptography;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// An append-only log in segments of a directory. <c>Append</c> and <c>AppendOnce</c> are kill-durable when they return: the record survives the process. <see cref="FlushAsync"/> and
/// <c>AppendDurableAsync</c> are power-durable when they complete: it survives the machine. Thread-safe. Locks are taken in the order flush, log, spare.
/// </summary>
internal sealed partial class LedgerLog : ILedgerSource, IDisposable
{
    private readonly Lock _gate = new();
    private readonly LedgerLogOptions _options;
    private readonly TimeProvider _time;
    private readonly FileStream _lock;
    private readonly EventIdSource _newIds;
    private readonly RememberedIds _ids;
    private readonly SegmentSpare _spare;
    private readonly GroupCommit _group;
    private SegmentWriter _active;
    private long _next;
    private long _lastIngest;
    private TaskCompletionSource? _changed;
    private Exception? _failure;
    private volatile string? _refusal;
    private bool _isDisposed;

    private LedgerLog(LedgerLogOptions options, TimeProvider time, FileStream writerLock)
    {
        (_options, _time, _lock) = (options, time, writerLock);
        SegmentFile.DeleteUnfinished(options.Directory);
        RecoveredLog recovered = new LogRecovery(options, time.GetUtcNow()).Run();
        if (options.Node is { } given && recovered.Node is { } kept && given != kept)
        {
            throw new LedgerDamagedException(
                $"The ledger in '{options.Directory}' was written by node {kept}, and this node is {given}. Give each node a directory of its own, or leave {nameof(options.Node)} out to take the ledger over.");
        }

        FlushFound();
        _durable = recovered.NextSequence - 1;
        Node = recovered.Node ?? options.Node ?? Guid.NewGuid();
        (Opening, _ids, _next, _lastIngest) = (recovered.Opening, recovered.Ids, recovered.NextSequence, recovered.LastIngestTicks);
        _newIds = new EventIdSource(time);
        _sealing = new SealingWork(this);
        _spare = new SegmentSpare(options.Directory, options.SegmentBytes);
        _active = recovered.Resume is { } header ? SegmentWriter.Resume(options.Directory, header, recovered.Offset) : Start(recovered.NextSegment, time.GetUtcNow());
        _active.Clear(recovered.TornBytes);
        _lastIngest = Math.Max(_lastIngest, _active.Header.CreatedTicks);
        _group = new GroupCommit(time, options.MaxGroupWait, FlushNow);
    }

    public string Directory => _options.Directory;

    /// <summary>Whose log it is.</summary>
    public Guid Node { get; }

    /// <summary>What was found when it was opened.</summary>
    public LedgerOpening Opening { get; }

    /// <summary>The sequence of the last record; 0 where there was none yet.</summary>
    public long LastSequence
    {
        get
        {
            lock (_gate)
            {
                return _next - 1;
            }
        }
    }

    /// <summary>How many ids are remembered.</summary>
    public int RememberedIds
    {
        get
        {
            lock (_gate)
            {
                return _ids.Count;
            }
        }
    }

    /// <summary>Why the last record was refused, or all that come; null where the next one can be taken.</summary>
    public string? Refusal => _failure is { } failure ? $"The ledger takes no more records: its disk failed at a flush ({failure.Message})." : _refusal;

    /// <summary>Opens a directory for writing, makes it where there is none, and repairs what a crash left.</summary>
    /// <exception cref="LedgerUnavailableException">Another process writes there, or there is no room for a segment.</exception>
    /// <exception cref="LedgerDamagedException">A segment is missing between others, or its format is newer, or it is another node's.</exception>
    public static LedgerLog Open(LedgerLogOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Validate();
        System.IO.Directory.CreateDirectory(options.Directory);
        FileStream writerLock = WriterLock.Take(options.Directory);
        try
        {
            return new LedgerLog(options, time, writerLock);
        }
        catch
        {
            writerLock.Dispose();
            throw;
        }
    }

    /// <summary>Makes an id for an event that will be handed in later, perhaps more than once; later than every one before.</summary>
    public EventId NewId()
    {
        lock (_gate)
        {
            return _newIds.Next();
        }
    }

    /// <summary>Flushes and closes. What waits for a flush gets it or an error.</summary>
    public void Dispose()
    {
        lock (_flushGate)
        {
            lock (_gate)
            {
                if (_isDisposed)
                {
                    return;
                }

                _isDisposed = true;
            }

            try
            {
                Sync(withActive: true);
            }
            finally
            {
                _group.Dispose();
                _active.Dispose();
                _spare.Close();
                _lock.Dispose();
                Interlocked.Exchange(ref _changed, null)?.TrySetResult();
            }
        }
    }

    private void FlushFound()
    {
        try
        {
            SegmentFile.FlushAll(_options.Directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LedgerUnavailableException(
                $"The ledger in '{_options.Directory}' cannot bring to the disk what an earlier writer left: {e.Message} Look after the disk and the files' permissions, and open the ledger again.", e);
        }
    }

    private SegmentWriter Start(long number, DateTimeOffset now)
    {
        string? prepared = null;
        try
        {
            prepared = _spare.Take();
            uint salt = (uint)RandomNumberGenerator.GetInt32(int.MinValue, int.MaxValue);
            var header = new SegmentHeader(SegmentHeader.CurrentVersion, salt, Node, number, _next, Math.Max(now.UtcTicks, _lastIngest), _options.SegmentBytes);
            SegmentWriter writer = SegmentWriter.Start(prepared, _options.Directory, header);
            _hasNewName = true;
            _refusal = null;
            return writer;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (prepared is not null)
            {
                _spare.GiveBack(prepared);
            }

            var refusal = new LedgerUnavailableException(
                $"The ledger in '{_options.Directory}' cannot make its next file of {_options.SegmentBytes:#,0} bytes: {e.Message} Nothing of the record was kept. "
                + "Make room there (or raise the limit on file sizes): the next call tries again.", e);
            _refusal = refusal.Message;
            throw refusal;
        }
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_failure is not null)
        {
            throw new LedgerUnavailableException(
                $"The ledger in '{_options.Directory}' takes no more records: its disk failed at a flush ({_failure.Message}), and what was written since the flush before may not survive a power failure. "
                + "Look after the disk and open the ledger again.", _failure);
        }
    }
}
