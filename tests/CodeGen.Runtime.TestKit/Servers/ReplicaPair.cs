using System.Globalization;
using System.Net;
using CodeGen.Runtime.TestKit.Faults;

namespace CodeGen.Runtime.TestKit;

/// <summary>
/// A primary and its replica, real servers both. Clients connect through <see cref="Proxy"/>, which leads them to the primary
/// and after a fail-over to the replica; the replica follows the primary through <see cref="ReplicationProxy"/>, which can be
/// made to lose the newest writes.
/// </summary>
public sealed class ReplicaPair : IAsyncDisposable
{
    private readonly RedisServerProcess[] _servers;
    private int _primary;

    private ReplicaPair(RedisServerProcess primary, RedisServerProcess replica)
    {
        _servers = [primary, replica];
        Proxy = FaultProxy.Start(primary.Port);
        ReplicationProxy = FaultProxy.Start(primary.Port);
    }

    /// <summary>The server to which clients are led.</summary>
    public RedisServerProcess Primary => _servers[_primary];

    /// <summary>The other one.</summary>
    public RedisServerProcess Replica => _servers[1 - _primary];

    /// <summary>Between clients and the primary.</summary>
    public FaultProxy Proxy { get; }

    /// <summary>Between the replica and the primary.</summary>
    public FaultProxy ReplicationProxy { get; }

    /// <summary>For StackExchange.Redis: the address of <see cref="Proxy"/>, the same over fail-overs.</summary>
    public string ConnectionString => Proxy.ConnectionString;

    /// <summary>Starts both and returns when the replica has synchronised.</summary>
    /// <param name="minReplicasToWrite">
    /// How many replicas must be in touch for the primary to take writes (<c>min-replicas-to-write</c>); zero by default.
    /// A promoted replica asks for as many, and so takes no writes until <see cref="RejoinAsync"/> when it is one.
    /// </param>
    public static async Task<ReplicaPair> StartAsync(int minReplicasToWrite = 0)
    {
        string[] arguments =
        [
            "--repl-diskless-sync-delay", "0",
            "--min-replicas-to-write", minReplicasToWrite.ToString(CultureInfo.InvariantCulture),
        ];
        var primary = await RedisServerProcess.StartAsync(arguments);
        var pair = new ReplicaPair(primary, await RedisServerProcess.StartAsync(arguments));
        try
        {
            await pair.FollowAsync();
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// From now on no write reaches the replica. The primary is not told: to it the replica is merely slow, so that it goes on
    /// taking writes (with <c>min-replicas-to-write</c> for <c>min-replicas-max-lag</c>, 10 s).
    /// </summary>
    public void StopReplication() => ReplicationProxy.Blackhole();

    /// <summary>Ends <see cref="StopReplication"/> and returns when the replica has caught up.</summary>
    public async Task ResumeReplicationAsync()
    {
        ReplicationProxy.Restore();
        ReplicationProxy.CutConnections();
        await WaitUntilCaughtUpAsync();
    }

    /// <summary>Returns when the replica has every write that the primary took before the call.</summary>
    public Task WaitUntilCaughtUpAsync() => Replica.WaitUntilCaughtUpAsync(Primary);

    /// <summary>
    /// Fails over: makes the replica a primary with the data it has, and leads clients to it. The old primary lives on by
    /// itself, unless it was killed; <see cref="RejoinAsync"/> makes it the replica.
    /// </summary>
    /// <param name="switchClients">Whether clients are led to it now; without, do it with <see cref="FaultProxy.SwitchTo"/>.</param>
    public async Task PromoteReplicaAsync(bool switchClients = true)
    {
        var promoted = Replica;
        ReplicationProxy.Sever();
        await promoted.PromoteAsync();
        _primary = 1 - _primary;
        ReplicationProxy.Target = new IPEndPoint(IPAddress.Loopback, promoted.Port);
        if (switchClients)
        {
            Proxy.SwitchTo(promoted.Port);
        }
    }

    /// <summary>After a fail-over: makes the old primary follow the new one, which erases the writes that only it had.</summary>
    public async Task RejoinAsync()
    {
        if (!Replica.IsRunning)
        {
            await Replica.RestartAsync();
        }

        ReplicationProxy.Restore();
        await FollowAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await ReplicationProxy.DisposeAsync();
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    private async Task FollowAsync()
    {
        await Replica.ReplicaOfAsync("127.0.0.1", ReplicationProxy.Port);
        await Replica.WaitForReplicationAsync();
        await Primary.WaitForReplicaAsync();
        await WaitUntilCaughtUpAsync();
    }
}
