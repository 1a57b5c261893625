namespace CodeGen.Runtime.Costs;

/// <summary>How far feeding has come, for those who wait for it and those who watch it. Thread-safe.</summary>
internal sealed class FeedState
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private TaskCompletionSource _advanced = NewSignal();
    private TaskCompletionSource _demand = NewSignal();
    private DateTimeOffset _currentAt;
    private DateTimeOffset? _oldest;
    private bool _isBehind;

    public FeedState(TimeProvider time) => (_time, _currentAt) = (time, time.GetUtcNow());

    /// <summary>The place up to which the database has all; -1 while nobody knows.</summary>
    public long FedThrough { get; private set; } = -1;

    /// <summary>Whether there is a connection.</summary>
    public bool IsAttached { get; private set; }

    /// <summary>Why the database cannot be used as things are; nothing where it can.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Whether this process has stopped feeding for good.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>What went wrong last; nothing while there is a connection.</summary>
    public string? Failure { get; private set; }

    public long Duplicates { get; private set; }

    public long Conflicts { get; private set; }

    public long Problems { get; private set; }

    /// <summary>Completes when somebody waits for a record. To be taken before the ledger is looked at.</summary>
    public Task Demand
    {
        get
        {
            lock (_gate)
            {
                return _demand.Task;
            }
        }
    }

    /// <summary>How long the oldest record that is not in the database has waited, as far as is known; zero where all are.</summary>
    public TimeSpan Lag
    {
        get
        {
            lock (_gate)
            {
                return _isBehind ? Positive(_time.GetUtcNow() - (_oldest ?? _currentAt)) : TimeSpan.Zero;
            }
        }
    }

    public void Attached(long cursor) => Change(() => (IsAttached, Refusal, Failure, FedThrough) = (true, null, null, cursor));

    public void Failed(string failure) => Change(() => (IsAttached, Failure) = (false, failure));

    public void Refused(string reason, bool isFinal) => Change(() => (IsAttached, Failure, Refusal, IsStopped) = (false, reason, reason, isFinal));

    public void Stopped() => Change(() => (IsAttached, IsStopped) = (false, true));

    /// <summary>A batch was read and will be sent.</summary>
    public void Sending(FeedBatch batch) => Change(() => (_isBehind, _oldest) = (true, batch.Records.Count == 0 ? null : batch.Records[0].IngestTime));

    public void Sent(FeedBatch batch, FeedOutcome outcome) => Change(() =>
    {
        FedThrough = batch.Through;
        _oldest = null;
        _currentAt = _time.GetUtcNow();
        Duplicates += outcome.Duplicates;
        Conflicts += outcome.Conflicts.Count;
        Problems += outcome.Problems.Count;
    });

    /// <summary>The ledger had nothing more when it was looked at.</summary>
    public void Current() => Change(() => (_isBehind, _oldest, _currentAt) = (false, null, _time.GetUtcNow()));

    /// <summary>Nobody may have looked at the ledger since it had records.</summary>
    public void Behind()
    {
        lock (_gate)
        {
            _isBehind = true;
        }
    }

    /// <summary>Whether a place is reached or never will be, or else what completes when that may have changed; asks the feeder to hurry.</summary>
    public bool TryReach(long sequence, out Task changed)
    {
        lock (_gate)
        {
            changed = _advanced.Task;
            if (FedThrough >= sequence || IsStopped)
            {
                return true;
            }

            _demand.TrySetResult();
            return false;
        }
    }

    /// <summary>Begins to listen for demand anew.</summary>
    public void Heard()
    {
        lock (_gate)
        {
            if (_demand.Task.IsCompleted)
            {
                _demand = NewSignal();
            }
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource advanced;
        lock (_gate)
        {
            change();
            (advanced, _advanced) = (_advanced, NewSignal());
        }

        advanced.SetResult();
    }

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
