using System.Collections.Concurrent;
using CodeGen.Runtime.TestKit;

namespace CodeGen.Runtime.Conformance.Invalidation;

/// <summary>Does random harm to the nodes, their connections and the server, one fault at a time to each, and heals it again.</summary>
internal sealed class FaultInjector(ServerUnderTest server, Worker[] workers, string ns, TimeSpan maxStaleness, TimeSpan pause, int seed) : IDisposable
{
    private readonly Random _random = new(seed);
    private readonly ConcurrentDictionary<string, int> _done = new();
    private readonly SemaphoreSlim _serverBusy = new(1, 1);
    private readonly List<Task> _running = [];

    /// <summary>How many faults of each kind were done.</summary>
    public IReadOnlyDictionary<string, int> Done => _done;

    /// <summary>Faults that the server did not take, with its words; they count as not done.</summary>
    public ConcurrentDictionary<string, string> Refused { get; } = new();

    /// <summary>Injects a fault each <c>pause</c> until told to stop, then waits until all are healed.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        (string Name, Func<TimeSpan, Task> Do)[] serverFaults = ServerFaults();
        (string Name, Func<Worker, TimeSpan, Task> Do)[] workerFaults = WorkerFaults();
        using var timer = new PeriodicTimer(pause);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                // Half of them shorter than the lease, half of them longer.
                TimeSpan length = maxStaleness * (_random.Next(2) == 0 ? 0.2 + (0.7 * _random.NextDouble()) : 1.2 + (2 * _random.NextDouble()));
                if (_random.Next(12) == 0 && serverFaults.Length > 0)
                {
                    (string name, Func<TimeSpan, Task> act) = serverFaults[_random.Next(serverFaults.Length)];
                    Begin(name, _serverBusy.Wait(0, CancellationToken.None), () => act(length), () => _serverBusy.Release());
                }
                else
                {
                    Worker worker = workers[_random.Next(workers.Length)];
                    (string name, Func<Worker, TimeSpan, Task> act) = workerFaults[_random.Next(workerFaults.Length)];
                    Begin(name, worker.TryTake(), () => act(worker, length), worker.Release);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }

        await Task.WhenAll(_running);
    }

    public void Dispose() => _serverBusy.Dispose();

    private void Begin(string name, bool taken, Func<Task> act, Action release)
    {
        if (taken)
        {
            _running.RemoveAll(static t => t.IsCompletedSuccessfully);
            _running.Add(RunAsync(name, act, release));
        }
    }

    private async Task RunAsync(string name, Func<Task> act, Action release)
    {
        await Task.Yield();
        try
        {
            await act();
            _done.AddOrUpdate(name, 1, static (_, n) => n + 1);
        }
        catch (RespErrorException e)
        {
            Refused[name] = e.Message;
        }
        finally
        {
            release();
        }
    }

    private (string Name, Func<Worker, TimeSpan, Task> Do)[] WorkerFaults() =>
    [
        ("cut connections", (w, _) => Now(w.Proxy.CutConnections)),
        ("sever", (w, t) => For(t, w.Proxy.Sever, w.Proxy.Restore)),
        ("black hole", (w, t) => For(t, w.Proxy.Blackhole, w.Proxy.Restore)),
        ("latency", (w, t) => For(t, () => Slow(w, TimeSpan.FromMilliseconds(1 + (Next() * 120))), () => Slow(w, TimeSpan.Zero))),
        ("drop messages", (w, t) => For(t, () => w.Proxy.DropMessages(), w.Proxy.ClearMessageFaults)),
        ("drop one message", (w, t) => For(t, () => w.Proxy.DropMessages(count: 1), w.Proxy.ClearMessageFaults)),
        ("duplicate messages", (w, t) => For(t, () => w.Proxy.DuplicateMessages(), w.Proxy.ClearMessageFaults)),
        ("reorder messages", (w, t) => For(t, () => Reorder(w), w.Proxy.ClearMessageFaults)),
        ("hold messages", (w, t) => For(t, () => w.Proxy.HoldMessages(), () => w.Proxy.ReleaseMessages(reverse: true))),
        ("freeze node", (w, t) => For(t, w.Freeze, w.Thaw)),
        ("freeze node", (w, t) => For(t + maxStaleness, w.Freeze, w.Thaw)),
        ("kill and start node", (w, _) => KillAsync(w)),
    ];

    private (string Name, Func<TimeSpan, Task> Do)[] ServerFaults()
    {
        var faults = new List<(string, Func<TimeSpan, Task>)> { ("delete the log", _ => server.ExecuteAsync("DEL", $"{ns}:{{{ns}-log}}")) };
        if (!server.IsOwn)
        {
            // Others may live there.
            return [.. faults];
        }

        faults.Add(("FLUSHDB", _ => server.ExecuteAsync("FLUSHDB")));
        faults.Add(("CLIENT KILL normal", _ => server.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal")));
        faults.Add(("CLIENT KILL pubsub", _ => server.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub")));
        faults.Add(("restart server", async _ =>
        {
            await server.RestartAsync();
            foreach (Worker worker in workers.Where(w => w.Proxy.Target.Port != server.Port))
            {
                worker.Proxy.SwitchTo(server.Port);
            }
        }));
        if (server.Process is { } process)
        {
            faults.Add(("DEBUG SLEEP", t => server.ExecuteAsync("DEBUG", "SLEEP", t.TotalSeconds.ToString("0.000"))));
            faults.Add(("freeze server", t => For(t, process.Pause, process.Resume)));
        }

        return [.. faults];
    }

    private async Task KillAsync(Worker worker)
    {
        worker.Kill();
        await worker.StartAsync();
    }

    private void Reorder(Worker worker)
    {
        for (int i = 0; i < 20; i++)
        {
            worker.Proxy.ReorderMessages(2 + (int)(Next() * 4));
        }
    }

    private static void Slow(Worker worker, TimeSpan latency)
    {
        worker.Proxy.LatencyToServer = latency;
        worker.Proxy.LatencyToClient = latency;
    }

    private static Task Now(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    private static async Task For(TimeSpan length, Action begin, Action end)
    {
        begin();
        await Task.Delay(length);
        end();
    }

    private double Next()
    {
        lock (_random)
        {
            return _random.NextDouble();
        }
    }
}
