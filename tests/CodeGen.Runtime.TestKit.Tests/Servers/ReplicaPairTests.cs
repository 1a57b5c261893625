using StackExchange.Redis;

namespace CodeGen.Runtime.TestKit.Tests.Servers;

public class ReplicaPairTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_fail_over_loses_exactly_the_writes_since_replication_stopped(int minReplicasToWrite)
    {
        Requires.RedisServer();
        await using var pair = await ReplicaPair.StartAsync(minReplicasToWrite);
        await using var connection = await ConnectionMultiplexer.ConnectAsync(pair.ConnectionString);
        var database = connection.GetDatabase();
        await database.StringSetAsync("old", 1);
        await pair.WaitUntilCaughtUpAsync();

        pair.StopReplication();
        (await database.StringSetAsync("new", 1)).Should().BeTrue();
        await pair.PromoteReplicaAsync();

        await WaitUntil.Async(async () => await database.StringGetAsync("new") == RedisValue.Null, Patience);
        (await database.StringGetAsync("old")).Should().Be((RedisValue)1);

        await pair.RejoinAsync();
        (await pair.Replica.ExecuteAsync("GET", "new")).IsNull.Should().BeTrue();
        await WaitUntil.Async(() => database.StringSetAsync("after", 1), Patience);
    }

    [SkippableFact]
    public async Task A_killed_primary_can_be_replaced_and_rejoins()
    {
        Requires.RedisServer();
        await using var pair = await ReplicaPair.StartAsync();
        await pair.Primary.ExecuteAsync("SET", "k", "v");
        await pair.WaitUntilCaughtUpAsync();

        pair.Primary.Kill();
        await pair.PromoteReplicaAsync();
        await pair.RejoinAsync();

        ((string?)await pair.Replica.ExecuteAsync("GET", "k")).Should().Be("v");
    }

    [SkippableFact]
    public async Task Replication_that_was_stopped_catches_up_when_it_is_resumed()
    {
        Requires.RedisServer();
        await using var pair = await ReplicaPair.StartAsync();
        pair.StopReplication();
        await pair.Primary.ExecuteAsync("SET", "k", "v");

        await pair.ResumeReplicationAsync();

        ((string?)await pair.Replica.ExecuteAsync("GET", "k")).Should().Be("v");
    }
}
