using System.Diagnostics;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>A thousand callers of one cold key, G14: the factory ends when all have asked, so all of the time is the cache's.</summary>
internal static class StampedeMeasure
{
    private const int Callers = 1_000;

    /// <summary>Factory calls, milliseconds and bytes for each caller, by cache.</summary>
    public static async Task<(Dictionary<string, double> Calls, Dictionary<string, double> Milliseconds, Dictionary<string, double> Bytes)> RunAsync(ReportMode mode)
    {
        var calls = new Dictionary<string, double>();
        var milliseconds = new Dictionary<string, double>();
        var bytes = new Dictionary<string, double>();
        foreach (string peer in new[] { Peer.Ours, Peer.Hybrid, Peer.Fusion })
        {
            await using var peers = new Peers(10_000);
            var rounds = new List<(int Calls, double Milliseconds, double Bytes)>();
            for (int i = 0; i < (4 * mode.Rounds) + 5; i++)
            {
                rounds.Add(await RoundAsync(peers, peer, $"code_gen:p42:round{i}:hash"));
            }

            // The first ones compile.
            rounds.RemoveRange(0, 5);
            calls[peer] = rounds.Max(r => r.Calls);
            milliseconds[peer] = rounds.Select(r => r.Milliseconds).Order().ElementAt(rounds.Count / 2);
            bytes[peer] = rounds.Select(r => r.Bytes).Order().ElementAt(rounds.Count / 2);
        }

        return (calls, milliseconds, bytes);
    }

    private static async Task<(int Calls, double Milliseconds, double Bytes)> RoundAsync(Peers peers, string peer, string key)
    {
        var factory = new Factory();
        var callers = new Task<string>[Callers];
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < Callers; i++)
        {
            callers[i] = peer switch
            {
                Peer.Ours => peers.Ours.GetOrCreateAsync(key, factory, static (factory, _, _) => new ValueTask<string>(factory.RunAsync())).AsTask(),
                Peer.Hybrid => peers.Hybrid.GetOrCreateAsync(key, factory, static (factory, _) => new ValueTask<string>(factory.RunAsync())).AsTask(),
                _ => peers.Fusion.GetOrSetAsync<string>(key, (_, _) => factory.RunAsync()).AsTask(),
            };
        }

        factory.Release();
        foreach (Task<string> caller in callers)
        {
            if (await caller != "value")
            {
                throw new InvalidOperationException($"{peer} gave a caller another value.");
            }
        }

        double milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return (factory.Calls, milliseconds, (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / Callers);
    }

    private sealed class Factory
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _calls;

        public int Calls => _calls;

        public void Release() => _released.SetResult();

        public async Task<string> RunAsync()
        {
            Interlocked.Increment(ref _calls);
            await _released.Task;
            return "value";
        }
    }
}
