using CodeGen.Runtime.TestKit;

namespace CodeGen.Runtime.Conformance.Budgets;

/// <summary>Kills processes and starts them again, and restarts the server, with all of its data or without the newest.</summary>
internal sealed class TortureFaults(RedisServerProcess server, Func<int, bool, NodeProcess> start, int processes, bool failOver, int seed) : IAsyncDisposable
{
    private readonly Random _random = new(seed);
    private readonly NodeProcess?[] _nodes = new NodeProcess?[processes];

    public int Kills { get; private set; }

    public int Restarts { get; private set; }

    private IEnumerable<NodeProcess> Nodes => _nodes.OfType<NodeProcess>();

    public async Task RunAsync(TimeSpan length)
    {
        await ReviveAsync();
        long end = Clock.Now + Clock.Ticks(length);
        int round = 0;
        while (Clock.Now < end)
        {
            await Task.Delay(_random.Next(100, 600));
            await ReviveAsync();
            if (_random.Next(3) == 0)
            {
                _nodes[_random.Next(processes)]!.Kill();
                Kills++;
            }

            if (++round % 8 == 0)
            {
                await HarmServerAsync();
            }
        }
    }

    /// <summary>Lets every process finish what it began. One that killed itself meanwhile comes back for that.</summary>
    public async Task FinishAsync()
    {
        for (int finished = 0; finished < processes;)
        {
            await ReviveAsync(calm: true);
            try
            {
                await _nodes[finished]!.SendAsync("stop");
                await NodeProcesses.DoneAsync(_nodes[finished]!, TimeSpan.FromSeconds(120));
                finished++;
            }
            catch (IOException)
            {
                await WaitUntil.Async(() => _nodes[finished]!.HasExited, TimeSpan.FromSeconds(20));
            }
        }
    }

    private async Task ReviveAsync(bool calm = false)
    {
        for (int i = 0; i < processes; i++)
        {
            if (_nodes[i] is { HasExited: false })
            {
                continue;
            }

            if (_nodes[i] is { } dead)
            {
                Kills++;
                await dead.DisposeAsync();
            }

            _nodes[i] = start(i, calm);
        }

        await Task.WhenAll(Nodes.Select(async static node =>
        {
            // One that is ready already has said so before.
            if (!node.Transcript.Contains(NodeProcesses.ReadyLine, StringComparison.Ordinal))
            {
                await WaitUntil.Async(() => node.HasExited || node.Transcript.Contains(NodeProcesses.ReadyLine, StringComparison.Ordinal), TimeSpan.FromSeconds(60));
            }
        }));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (NodeProcess node in Nodes)
        {
            await node.DisposeAsync();
        }
    }

    private async Task HarmServerAsync()
    {
        Restarts++;
        if (failOver)
        {
            if (_random.Next(3) == 0)
            {
                await server.ExecuteAsync("FLUSHALL");
                return;
            }

            // What is written from here on is lost.
            await server.ExecuteAsync("SAVE");
            await Task.Delay(_random.Next(300));
        }

        server.Kill();
        await server.RestartAsync();
    }
}
