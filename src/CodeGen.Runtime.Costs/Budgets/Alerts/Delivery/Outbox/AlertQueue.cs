namespace CodeGen.Runtime.Costs;

/// <summary>
/// What waits for one destination, and its dead letters. After a failure the message waits, and the destination as a whole waits, too: a receiver that is down is asked once for each wait and not once for
/// each message, and a message that it cannot digest does not hold up those behind. Thread-safe.
/// </summary>
internal sealed class AlertQueue(AlertEndpoint endpoint, int capacity, AlertBackOff backOff)
{
    private readonly Lock _lock = new();
    private readonly List<AlertMessage> _waiting = [];
    private readonly List<AlertMessage> _dead = [];
    private TaskCompletionSource _changed = New();
    private int _failures;
    private DateTimeOffset _notBefore;
    private string? _lastFailure;

    public AlertEndpoint Endpoint => endpoint;

    /// <summary>Ends when messages come. Take it before looking for one, so that none is missed in between.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    public AlertDestinationStatus Status
    {
        get
        {
            lock (_lock)
            {
                return new AlertDestinationStatus(endpoint.Name, endpoint.Url.Host, _waiting.Count, _dead.Count, _failures == 0 ? null : Due(), _lastFailure);
            }
        }
    }

    /// <summary>Those that wait and that no file holds.</summary>
    public IReadOnlyList<AlertMessage> Unstored
    {
        get
        {
            lock (_lock)
            {
                return [.. _waiting.Where(static message => !message.IsStored)];
            }
        }
    }

    /// <summary>Lets a message wait, unless too many do.</summary>
    public bool TryAdd(AlertMessage message)
    {
        lock (_lock)
        {
            if (_waiting.Count >= capacity)
            {
                return false;
            }

            _waiting.Add(message);
            Wake();
            return true;
        }
    }

    /// <summary>Puts in what an earlier process left, however much it is.</summary>
    public void Load(AlertMessage message, bool dead)
    {
        lock (_lock)
        {
            (dead ? _dead : _waiting).Add(message);
            Wake();
        }
    }

    /// <summary>The message that is due, the longest waiting first; it stays in the queue.</summary>
    /// <param name="now">The time.</param>
    /// <param name="due">Without one, when there will be; null while none waits.</param>
    public AlertMessage? Next(DateTimeOffset now, out DateTimeOffset? due)
    {
        lock (_lock)
        {
            due = Due();
            return due <= now ? _waiting.MinBy(static message => message.NotBefore) : null;
        }
    }

    public void Delivered(AlertMessage message)
    {
        lock (_lock)
        {
            _waiting.Remove(message);
            (_failures, _notBefore, _lastFailure) = (0, default, null);
        }
    }

    /// <summary>Counts a failure.</summary>
    /// <returns>When the destination is asked again.</returns>
    public DateTimeOffset Failed(AlertMessage message, AlertAttempt attempt, DateTimeOffset now)
    {
        lock (_lock)
        {
            _failures++;
            message.Failures++;
            _lastFailure = attempt.Failure;
            double random = Random.Shared.NextDouble();
            TimeSpan wait = backOff.After(_failures, random);
            _notBefore = now + (attempt.RetryAfter > wait ? attempt.RetryAfter : wait);
            message.NotBefore = now + backOff.After(message.Failures, random);
            return _notBefore;
        }
    }

    /// <summary>Makes it a dead letter.</summary>
    /// <returns>The oldest one, where there are too many now.</returns>
    public AlertMessage? Bury(AlertMessage message)
    {
        lock (_lock)
        {
            _waiting.Remove(message);
            _dead.Add(message);
            if (_dead.Count <= capacity)
            {
                return null;
            }

            AlertMessage oldest = _dead[0];
            _dead.RemoveAt(0);
            return oldest;
        }
    }

    /// <summary>Takes out as many dead letters as may wait again. Damaged ones stay.</summary>
    public IReadOnlyList<AlertMessage> TakeDead()
    {
        lock (_lock)
        {
            AlertMessage[] taken = [.. _dead.Where(static message => message.IsWhole).Take(Math.Max(0, capacity - _waiting.Count))];
            _dead.RemoveAll(taken.Contains);
            return taken;
        }
    }

    /// <summary>Lets them wait again, as if nothing had failed.</summary>
    public void Revive(IReadOnlyList<AlertMessage> messages)
    {
        lock (_lock)
        {
            foreach (AlertMessage message in messages)
            {
                (message.Failures, message.NotBefore) = (0, default);
                _waiting.Add(message);
            }

            (_failures, _notBefore) = (0, default);
            Wake();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DateTimeOffset? Due()
    {
        if (_waiting.Count == 0)
        {
            return null;
        }

        DateTimeOffset first = _waiting.Min(static message => message.NotBefore);
        return first > _notBefore ? first : _notBefore;
    }

    private void Wake()
    {
        _changed.TrySetResult();
        _changed = New();
    }
}
