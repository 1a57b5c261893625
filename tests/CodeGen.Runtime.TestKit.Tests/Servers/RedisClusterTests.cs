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
        await cluster.Nodes[RedisCluster.FirstOwnerOf(connection, "k")].ExecuteAsync("WAIT", "1", "5000");

        cluster.KillNode(RedisCluster.FirstOwnerOf(connection, "k"));

        await WaitUntil.Async(async () => await database.StringGetAsync("k") == "v", TimeSpan.FromSeconds(60));
        await cluster.WaitUntilWholeAsync(TimeSpan.FromSeconds(60));
    }
}
