using StackExchange.Redis;

namespace CodeGen.Runtime.TestKit.Tests.Servers;

public class RedisClusterTests
{
    [SkippableFact]
    public async Task A_killed_primary_is_replaced_by_its_replica()
    {
        Requires.RedisServer();
        await using var cluster = await RedisCluster.StartAsync(replicas: true, nodeTimeout: TimeSpan.FromSeconds(1));
        await using var connection = await ConnectionMultiplexer.ConnectAsync(cluster.ConnectionString);
        var database = connection.GetDatabase();
        await database.StringSetAsync("k", "v");
        var owner = RedisCluster.FirstOwnerOf(connection, "k");
        await cluster.Nodes[owner + RedisCluster.PrimaryCount].WaitUntilCaughtUpAsync(cluster.Nodes[owner]);

        cluster.KillNode(owner);

        await WaitUntil.Async(async () => await database.StringGetAsync("k") == "v", TimeSpan.FromSeconds(60));
        await cluster.WaitUntilWholeAsync(TimeSpan.FromSeconds(60));
    }
}
