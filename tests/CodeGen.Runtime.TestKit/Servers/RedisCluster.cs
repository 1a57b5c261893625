using System.Globalization;
using CodeGen.Runtime.TestKit.Processes;
using StackExchange.Redis;

namespace CodeGen.Runtime.TestKit;

/// <summary>
/// A Redis Cluster of real servers, joined by the kit through commands: three primaries that share the slots evenly, and on
/// request a replica for each.
/// </summary>
public sealed class RedisCluster : ITestServer
{
    /// <summary>How many primaries a cluster has.</summary>
    public const int PrimaryCount = 3;

    private const int SlotCount = 16384;
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(60);
    private readonly RedisServerProcess[] _nodes;

    private RedisCluster(RedisServerProcess[] nodes) => _nodes = nodes;

    /// <summary>The primaries as they were at the start, then the replica of each in the same order.</summary>
    public IReadOnlyList<RedisServerProcess> Nodes => _nodes;

    /// <inheritdoc/>
    public string ConnectionString => string.Join(',', _nodes.Select(node => node.ConnectionString));

    /// <inheritdoc/>
    public ServerKind Kind => ServerKind.Cluster;

    /// <summary>Starts the nodes and returns when every one of them says that the cluster is whole.</summary>
    /// <param name="replicas">Whether each primary gets a replica, which takes over when the primary dies.</param>
    /// <param name="nodeTimeout">
    /// How long a node may be silent before it counts as failed; 5 s by default, which a busy machine does not reach by accident.
    /// </param>
    public static async Task<RedisCluster> StartAsync(bool replicas = false, TimeSpan? nodeTimeout = null)
    {
        var nodes = new List<RedisServerProcess>();
        var cluster = default(RedisCluster);
        try
        {
            for (var i = 0; i < (replicas ? 2 * PrimaryCount : PrimaryCount); i++)
            {
                nodes.Add(await StartNodeAsync(nodeTimeout ?? TimeSpan.FromSeconds(5)));
            }

            cluster = new RedisCluster([.. nodes]);
            await cluster.JoinAsync();
            return cluster;
        }
        catch
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>Kills a node, as a crash would.</summary>
    /// <param name="index">Its place in <see cref="Nodes"/>.</param>
    public void KillNode(int index) => _nodes[index].Kill();

    /// <summary>The place in <see cref="Nodes"/> of the primary that got a key's slot when the cluster was made.</summary>
    /// <param name="connection">A connection to this cluster; it knows the slots.</param>
    /// <param name="key">The key.</param>
    public static int FirstOwnerOf(IConnectionMultiplexer connection, RedisKey key)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var slot = connection.HashSlot(key);
        return Enumerable.Range(0, PrimaryCount).First(i => slot >= FirstSlot(i) && slot < FirstSlot(i + 1));
    }

    /// <summary>Waits until every node that lives says that all slots are served, for instance after a fail-over.</summary>
    /// <param name="timeout">How long to wait.</param>
    public Task WaitUntilWholeAsync(TimeSpan timeout) =>
        WaitUntil.Async(
            async () =>
            {
                foreach (var node in _nodes.Where(node => node.IsRunning))
                {
                    if (!await SaysAsync(node, "CLUSTER INFO", "cluster_state:ok"))
                    {
                        return false;
                    }
                }

                return true;
            },
            timeout,
            "every living node of the cluster says cluster_state:ok");

    /// <inheritdoc/>
    public async Task FlushAllAsync()
    {
        foreach (var node in _nodes.Where(node => node.IsRunning))
        {
            if (await SaysAsync(node, "INFO replication", "role:master"))
            {
                await node.FlushAllAsync();
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    private static int FirstSlot(int primary) => primary * SlotCount / PrimaryCount;

    private static Task<RedisServerProcess> StartNodeAsync(TimeSpan nodeTimeout) =>
        RedisServerProcess.StartAsync(
            () =>
            [
                "--cluster-enabled", "yes",
                "--cluster-port", LoopbackPort.Next().ToString(CultureInfo.InvariantCulture),
                "--cluster-node-timeout", ((int)nodeTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
                "--cluster-replica-validity-factor", "0",
                "--repl-diskless-sync-delay", "0",
            ],
            ParentTies.Best);

    private static async Task<bool> SaysAsync(RedisServerProcess node, string command, string text) =>
        ((string)(await node.ExecuteAsync(command.Split(' ')))!).Contains(text, StringComparison.Ordinal);

    private async Task JoinAsync()
    {
        for (var i = 0; i < _nodes.Length; i++)
        {
            // Distinct epochs from the start, or the nodes settle the collision among themselves later and in their own time.
            await _nodes[i].ExecuteAsync("CLUSTER", "SET-CONFIG-EPOCH", (i + 1).ToString(CultureInfo.InvariantCulture));
        }

        for (var i = 0; i < PrimaryCount; i++)
        {
            await _nodes[i].ExecuteAsync(
                "CLUSTER",
                "ADDSLOTSRANGE",
                FirstSlot(i).ToString(CultureInfo.InvariantCulture),
                (FirstSlot(i + 1) - 1).ToString(CultureInfo.InvariantCulture));
        }

        foreach (var node in _nodes.Skip(1))
        {
            var busPort = await BusPortAsync(node);
            await _nodes[0].ExecuteAsync("CLUSTER", "MEET", "127.0.0.1", node.Port.ToString(CultureInfo.InvariantCulture), busPort);
        }

        foreach (var node in _nodes)
        {
            await WaitUntil.Async(
                () => SaysAsync(node, "CLUSTER INFO", $"cluster_known_nodes:{_nodes.Length}"),
                JoinPatience,
                $"the node of port {node.Port} knows all {_nodes.Length} nodes");
        }

        await WaitUntilWholeAsync(JoinPatience);
        for (var i = PrimaryCount; i < _nodes.Length; i++)
        {
            var primary = (string)(await _nodes[i - PrimaryCount].ExecuteAsync("CLUSTER", "MYID"))!;
            await _nodes[i].ExecuteAsync("CLUSTER", "REPLICATE", primary);
            await _nodes[i].WaitForReplicationAsync();
            await _nodes[i - PrimaryCount].WaitForReplicaAsync();
        }

        foreach (var node in _nodes)
        {
            await WaitUntil.Async(
                async () => Replicas((string)(await node.ExecuteAsync("CLUSTER", "NODES"))!) == _nodes.Length - PrimaryCount,
                JoinPatience,
                $"the node of port {node.Port} knows every replica");
        }
    }

    private static async Task<string> BusPortAsync(RedisServerProcess node) =>
        (string)((RedisResult[])(await node.ExecuteAsync("CONFIG", "GET", "cluster-port"))!)[1]!;

    private static int Replicas(string nodes) =>
        nodes.Split('\n').Count(line => line.Contains("slave", StringComparison.Ordinal));
}
