using StackExchange.Redis;

namespace CodeGen.Runtime.TestKit.Tests.Servers;

public class ServersFixtureTests(ServersFixture servers) : IClassFixture<ServersFixture>
{
    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Every_kind_serves_keys_scripts_and_messages(ServerKind kind)
    {
        var server = await servers.GetAsync(kind);
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var key = $"{{{TestServers.UniqueNamespace()}}}k";
        var messages = await connection.GetSubscriber().SubscribeAsync(RedisChannel.Literal(key));

        await connection.GetDatabase().ScriptEvaluateAsync("redis.call('SET', KEYS[1], ARGV[1]) return redis.call('PUBLISH', KEYS[1], ARGV[1])", [key], ["v"]);

        server.Kind.Should().Be(kind);
        (await connection.GetDatabase().StringGetAsync(key)).Should().Be((RedisValue)"v");
        (await messages.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30))).Message.Should().Be((RedisValue)"v");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task A_server_is_shared_and_can_be_emptied(ServerKind kind)
    {
        var server = await servers.GetAsync(kind);
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var keys = Enumerable.Range(0, 20).Select(i => (RedisKey)$"{TestServers.UniqueNamespace()}{i}").ToArray();
        foreach (var key in keys)
        {
            await connection.GetDatabase().StringSetAsync(key, 1);
        }

        await server.FlushAllAsync();

        foreach (var key in keys)
        {
            (await connection.GetDatabase().KeyExistsAsync(key)).Should().BeFalse();
        }

        (await servers.GetAsync(kind)).Should().BeSameAs(server);
    }
}
