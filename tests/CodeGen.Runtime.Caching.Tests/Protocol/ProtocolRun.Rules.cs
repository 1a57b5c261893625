using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <content>The rules.</content>
internal sealed partial class ProtocolRun
{
    private static readonly long s_bound = (long)CoordinationOptions.DefaultMaxStaleness.TotalMilliseconds + (2 * LongChunkMilliseconds);

    /// <summary>Lets everything happen that can, then looks at what has ended and at what each node has applied.</summary>
    private void Settle()
    {
        PoolIdle.Wait();
        foreach (ModelRead read in _reads.Where(static r => r.Task.IsCompleted).ToArray())
        {
            _reads.Remove(read);
            Check(read);
        }

        foreach (ModelWrite write in _writes.Where(static w => w.Task.IsCompleted).ToArray())
        {
            _writes.Remove(write);
            Check(write);
        }

        foreach ((ModelNode node, Task task) in _upkeep.Where(static u => u.Task.IsCompleted).ToArray())
        {
            _upkeep.Remove((node, task));
            Ensure(task.IsCompletedSuccessfully, $"the upkeep of node {node.Id} failed: {task.Exception?.InnerException}");
        }

        SharedLog.Appended[] history = _log.History;
        foreach (ModelNode node in _nodes)
        {
            LogPosition position = node.Cache.Follower.Position;
            foreach (SharedLog.Appended record in history)
            {
                if (record.Epoch == position.Epoch && record.Sequence <= position.Sequence)
                {
                    Raise(node, record);
                }
            }
        }
    }

    private static void Raise(ModelNode node, SharedLog.Appended record)
    {
        for (int key = 0; key < ModelKeys.Count; key++)
        {
            if (Concerns(record, key))
            {
                node.Required[key] = Math.Max(node.Required[key], record.Moment);
            }
        }
    }

    private static bool Concerns(SharedLog.Appended record, int key) => record.Members.Any(member => ModelKeys.Concerns(member, key));

    /// <summary>After which moment a value must have begun to be given to somebody who asks now.</summary>
    private long Required(ModelNode node, int key)
    {
        long required = node.Required[key];
        if (_setup.WhenDisconnected == WhenDisconnected.Fail)
        {
            // Whatever is lost on the way, the lease bounds it.
            foreach ((long moment, long elapsed, int[] keys) in _acknowledged)
            {
                if (_elapsed - elapsed > s_bound && keys.Contains(key))
                {
                    required = Math.Max(required, moment);
                }
            }
        }

        return required;
    }

    private void Check(ModelRead read)
    {
        string who = $"{read.What} of key {read.Key} on node {read.Node.Id}";
        if (!read.Task.IsCompletedSuccessfully)
        {
            Exception? error = read.Task.Exception?.InnerException;
            bool allowed = error switch
            {
                null => read.Leave.IsCancellationRequested,
                CacheUnavailableException => _setup.WhenDisconnected == WhenDisconnected.Fail,
                CacheFactoryTimeoutException or PendingFactory.FactoryFailedException => true,
                _ => false,
            };
            Ensure(allowed, $"{who} ended with {error?.ToString() ?? "a cancellation that nobody asked for"}");
            return;
        }

        if (read.Task.Result is not { } value)
        {
            return;
        }

        Served++;
        (int key, long birth) = _values[IdOf(value)];
        Ensure(key == read.Key, $"{who} gave '{value}', which belongs to key {key}");
        Ensure(
            birth >= read.Required,
            $"{who} gave '{value}', which began at moment {birth}, although an invalidation of moment {read.Required} was in force at that node when it was asked");
    }

    private void Check(ModelWrite write)
    {
        if (write.Task.IsCompletedSuccessfully)
        {
            foreach (int key in write.Keys)
            {
                write.Node.Required[key] = Math.Max(write.Node.Required[key], write.Moment);
            }

            // In the outbox only this node knows of it.
            if (!_setup.Outbox)
            {
                _acknowledged.Add((write.Moment, _elapsed, write.Keys));
            }

            return;
        }

        Exception? error = write.Task.Exception?.InnerException;
        Ensure(error is CoordinationException && !_setup.Outbox, $"a write on node {write.Node.Id} ended with {error}");
    }

    /// <summary>No faults any more: everything ends, and all nodes agree.</summary>
    private void HealAndAgree()
    {
        foreach (Link link in _links)
        {
            link.Disarm();
            while (link.ReleaseOne())
            {
                Settle();
            }
        }

        foreach (ModelNode node in _nodes)
        {
            node.Link.LogAway = node.Link.DataAway = false;
            while (Deliver(node, 0, keep: false))
            {
                Settle();
            }
        }

        // One round outlives the flight of a node that crashed; twelve are longer than the longest pause of the circuit breaker and the longest wait for another node.
        for (int round = 0; round < 12 && (round == 0 || !AllQuiet()); round++)
        {
            Advance(3_000);
            while (TakeFactory(0) is { } factory)
            {
                factory.Finish();
                Settle();
            }
        }

        Ensure(_reads.Count == 0, $"{_reads.Count} reads never ended, the first is {_reads.FirstOrDefault()?.What} of key {_reads.FirstOrDefault()?.Key} on node {_reads.FirstOrDefault()?.Node.Id}");
        Ensure(_writes.Count == 0, $"{_writes.Count} writes never ended");
        Ensure(_upkeep.Count == 0, "the upkeep never ended");
        SharedLog.Appended[] history = _log.History;
        foreach (ModelNode node in _nodes)
        {
            Ensure(node.Cache.Follower.HasLease, $"node {node.Id} has no lease although nothing stands in its way");
            Ensure(node.Cache.Follower.OutboxCount == 0, $"the outbox of node {node.Id} is not empty");
            Ensure(node.Cache.FlightCount == 0, $"node {node.Id} holds {node.Cache.FlightCount} flights although nobody waits");

            // Now everything ever appended is required of everybody, and everything ever said yes to.
            foreach (SharedLog.Appended record in history)
            {
                Raise(node, record);
            }

            foreach ((long moment, _, int[] keys) in _acknowledged)
            {
                foreach (int key in keys)
                {
                    node.Required[key] = Math.Max(node.Required[key], moment);
                }
            }
        }

        for (int key = 0; key < ModelKeys.Count; key++)
        {
            Agree(key);
        }
    }

    private bool AllQuiet() =>
        _reads.Count + _writes.Count + _upkeep.Count == 0 && _nodes.All(static n => n.Cache is { FlightCount: 0, Follower: { HasLease: true, OutboxCount: 0 }, Breaker.IsOpen: false });

    private void Agree(int key)
    {
        foreach (ModelNode node in _nodes)
        {
            TryGet(node, key);
            Settle();
        }

        // And the cache still caches: what one node makes for a key that nobody holds all others find.
        Write(_nodes[0], [key], () => _nodes[0].RemoveAsync(key));
        Settle();
        foreach (ModelNode node in _nodes)
        {
            while (Deliver(node, 0, keep: false))
            {
                Settle();
            }
        }

        Create(_nodes[0], key, atOnce: true);
        Settle();
        foreach (ModelNode node in _nodes)
        {
            Task<string?> read = node.TryGetAsync(key);
            PoolIdle.Wait();
            Ensure(read.IsCompletedSuccessfully && read.Result is not null, $"node {node.Id} does not find key {key} although node {_nodes[0].Id} has just got it");
        }
    }

    private static void Ensure(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new ModelViolationException(otherwise);
        }
    }
}
