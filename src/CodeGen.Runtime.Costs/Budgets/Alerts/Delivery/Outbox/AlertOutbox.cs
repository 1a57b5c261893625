using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// All messages that are not delivered yet: queues in memory, and files where a directory is configured. A failing disk is told and stops nothing: the messages are delivered from memory. Thread-safe.
/// </summary>
internal sealed class AlertOutbox : IDisposable
{
    private readonly Lock _opening = new();
    private readonly Lock _naming = new();
    private readonly EventIdSource _ids;
    private readonly AlertQueue[] _queues;
    private readonly AlertFiles? _files;
    private readonly AlertMetrics _metrics;
    private readonly ILogger _logger;
    private bool _opened;

    public AlertOutbox(IEnumerable<AlertQueue> queues, AlertFiles? files, AlertMetrics metrics, TimeProvider time, ILogger logger)
    {
        _ids = new EventIdSource(time);
        _queues = [.. queues];
        _files = files;
        _metrics = metrics;
        _logger = logger;
        metrics.Observe(_queues);
    }

    public IReadOnlyList<AlertQueue> Queues => _queues;

    /// <summary>Takes the directory and what an earlier process left there, once.</summary>
    /// <exception cref="IOException">The directory cannot be used.</exception>
    public void Open()
    {
        lock (_opening)
        {
            if (_opened || _files is null)
            {
                return;
            }

            List<StoredAlert> found = _files.Open();
            _opened = true;
            Load(found);
        }
    }

    /// <summary>Keeps an alert for every destination: on disk when it returns, unless the disk fails, and then in memory.</summary>
    public void Add(BudgetAlert alert)
    {
        EventId id;
        lock (_naming)
        {
            id = _ids.Next();
        }

        AlertMessage[] messages = [.. _queues.Select(queue => new AlertMessage(id, queue.Endpoint.Name, queue.Endpoint.Write(alert, id)))];
        OnDisk(static (files, saved) => files.Save(saved), messages);

        // After the files: a message that is delivered first would leave its file behind.
        for (int i = 0; i < messages.Length; i++)
        {
            if (!_queues[i].TryAdd(messages[i]))
            {
                GiveUp(_queues[i], messages[i], "full", null);
            }
        }
    }

    public void Delivered(AlertQueue queue, AlertMessage message)
    {
        queue.Delivered(message);
        _metrics.Delivered(message.Destination);
        AlertLog.Delivered(_logger, message.Id, message.Destination, queue.Endpoint.Url.Host);
        if (message.IsStored)
        {
            OnDisk(static (files, delivered) => files.Delete(delivered, dead: false), message);
        }
    }

    public void Failed(AlertQueue queue, AlertMessage message, AlertAttempt attempt, DateTimeOffset now)
    {
        string failure = attempt.Failure!;
        AlertEndpoint endpoint = queue.Endpoint;
        _metrics.Failed(endpoint.Name, failure);
        DateTimeOffset next = queue.Failed(message, attempt, now);
        if (attempt.IsFinal || now - message.Id.Time >= endpoint.MaxAge)
        {
            GiveUp(queue, message, attempt.IsFinal ? "gone" : "expired", failure);
            return;
        }

        if (!message.IsStored)
        {
            // The disk may have room again.
            OnDisk(static (files, unstored) => files.Save([unstored]), message);
        }

        AlertLog.AttemptFailed(_logger, message.Id, endpoint.Name, endpoint.Url.Host, failure, next);
    }

    private void GiveUp(AlertQueue queue, AlertMessage message, string reason, string? failure)
    {
        OnDisk(static (files, buried) => files.Bury(buried), message);

        // Told before it can be seen: who sees a dead letter finds it in the log.
        _metrics.Dead(message.Destination, reason);
        AlertLog.GivenUp(_logger, message.Id, message.Destination, reason, failure);
        AlertMessage? dropped = queue.Bury(message);
        if (dropped is not null)
        {
            AlertLog.Dropped(_logger, dropped.Id, dropped.Destination, queue.Status.Dead);
            OnDisk(static (files, oldest) => files.Delete(oldest, dead: true), dropped);
        }
    }

    public int Revive(AlertQueue queue)
    {
        IReadOnlyList<AlertMessage> revived = queue.TakeDead();
        foreach (AlertMessage message in revived.Where(static message => message.IsStored))
        {
            OnDisk(static (files, back) => files.Revive(back), message);
        }

        queue.Revive(revived);
        return revived.Count;
    }

    /// <summary>Lets go of the directory, and tells what is lost with the process.</summary>
    public void Close()
    {
        AlertMessage[] unstored = [.. _queues.SelectMany(static queue => queue.Unstored)];
        if (unstored.Length > 0)
        {
            OnDisk(static (files, last) => files.Save(last), unstored);
        }

        int lost = unstored.Count(static message => !message.IsStored);
        if (lost > 0)
        {
            AlertLog.Lost(_logger, lost);
        }

        Dispose();
    }

    public void Dispose()
    {
        lock (_opening)
        {
            _files?.Dispose();
        }
    }

    private void Load(List<StoredAlert> found)
    {
        int strange = 0;
        foreach (StoredAlert stored in found)
        {
            if (stored.Message is not { } message || _queues.FirstOrDefault(queue => string.Equals(queue.Endpoint.Name, message.Destination, StringComparison.OrdinalIgnoreCase)) is not { } queue)
            {
                strange++;
            }
            else if (stored.IsDead || message.IsWhole)
            {
                queue.Load(message, stored.IsDead);
            }
            else
            {
                GiveUp(queue, message, "damaged", null);
            }
        }

        if (strange > 0)
        {
            AlertLog.Strange(_logger, strange, _files!.Directory);
        }
    }

    private void OnDisk<T>(Action<AlertFiles, T> change, T argument)
    {
        if (_files is null)
        {
            return;
        }

        try
        {
            Open();
            change(_files, argument);
        }
#pragma warning disable CA1031 // Limits on files come as exceptions of many kinds, and whatever it is, the alert is in memory and must be delivered.
        catch (Exception e)
#pragma warning restore CA1031
        {
            AlertLog.DiskFailed(_logger, e, _files.Directory);
        }
    }
}
