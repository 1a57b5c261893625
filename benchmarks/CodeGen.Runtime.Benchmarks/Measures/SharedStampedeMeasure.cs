using System.Diagnostics;
using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Locking.Distributed.Redis;
using ZiggyCreatures.Caching.Fusion.Serialization.SystemTextJson;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>A cold key asked for on two nodes at once, G15: how often it is made, and how long after that the other node has it.</summary>
internal static class SharedStampedeMeasure
{
    private static readonly TimeSpan s_factory = TimeSpan.FromMilliseconds(60);

    /// <summary>Factory calls, and milliseconds until the node that did not make the value has it (where there is such a node), by cache.</summary>
    public static async Task<(Dictionary<string, double> Calls, Dictionary<string, double> Milliseconds)> RunAsync(ReportMode mode)
    {
        var calls = new Dictionary<string, double>();
        var milliseconds = new Dictionary<string, double>();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        await using var first = new Nodes(server.ConnectionString, AcrossNodes);
        await using var second = new Nodes(server.ConnectionString, AcrossNodes);
        await using ServiceProvider firstLocking = Locking(server.ConnectionString);
        await using ServiceProvider secondLocking = Locking(server.ConnectionString);
        foreach (string peer in new[] { Peer.Ours, Peer.Hybrid, Peer.Fusion })
        {
            var late = new List<double>();
            int most = 0;
            for (int i = 0; i < mode.Rounds / 2; i++)
            {
                var round = new Round();
                string key = $"code_gen:p42:round{i}:hash";
                await Task.WhenAll(
                    Task.Run(() => AskAsync(first, firstLocking, peer, key, round)),
                    Task.Run(() => AskAsync(second, secondLocking, peer, key, round)));
                most = Math.Max(most, round.Calls);
                late.Add(round.LastServed.TotalMilliseconds);
            }

            calls[peer] = most;
            if (most == 1)
            {
                milliseconds[peer] = late.Order().ElementAt(late.Count / 2);
            }
        }

        return (calls, milliseconds);
    }

    private static void AcrossNodes(TieredCacheOptions options) => options.PlainKeys.SingleFlight = SingleFlight.AcrossNodes;

    private static ServiceProvider Locking(string connection)
    {
        var services = new ServiceCollection();
        services.AddFusionCache()
            .WithDefaultEntryOptions(o => o.Duration = TimeSpan.FromHours(1))
            .WithSerializer(new FusionCacheSystemTextJsonSerializer())
            .WithDistributedCache(new RedisCache(Options.Create(new RedisCacheOptions { Configuration = connection })))
            .WithStackExchangeRedisBackplane(o => o.Configuration = connection)
            .WithRedisDistributedLocker(o => o.Configuration = connection);
        return services.BuildServiceProvider();
    }

    private static async Task AskAsync(Nodes node, ServiceProvider locking, string peer, string key, Round round)
    {
        _ = peer switch
        {
            Peer.Ours => await node.Ours.GetOrCreateAsync(key, round, static (round, _, _) => new ValueTask<string>(round.MakeAsync())),
            Peer.Hybrid => await node.Hybrid.GetOrCreateAsync(key, round, static (round, _) => new ValueTask<string>(round.MakeAsync())),
            _ => await locking.GetRequiredService<IFusionCache>().GetOrSetAsync<string>(key, (_, _) => round.MakeAsync()),
        };
        round.Served();
    }

    private sealed class Round
    {
        private int _calls;
        private long _ended;
        private long _served;

        public int Calls => _calls;

        /// <summary>From the end of the factory until the last caller had the value.</summary>
        public TimeSpan LastServed => Stopwatch.GetElapsedTime(_ended, _served);

        public async Task<string> MakeAsync()
        {
            Interlocked.Increment(ref _calls);
            await Task.Delay(s_factory);
            Volatile.Write(ref _ended, Stopwatch.GetTimestamp());
            return "value";
        }

        public void Served() => Volatile.Write(ref _served, Stopwatch.GetTimestamp());
    }
}
