using StackExchange.Redis;

namespace CodeGen.Runtime.TestKit.Tests.Servers;

public class EmbeddedServerTests
{
    private const string Increment =
        "local n = tonumber(redis.call('GET', KEYS[1]) or '0') redis.call('SET', KEYS[1], string.format('%.0f', n + 1)) return n";

    [Fact]
    public async Task Scripts_are_atomic()
    {
        await using var server = await EmbeddedServer.StartAsync();

        (await CountAsync(server, clients: 4, each: 250)).Should().Be(1000);
    }

    [Fact]
    public async Task Without_atomic_scripts_it_still_starts_and_serves()
    {
        await using var server = await EmbeddedServer.StartAsync(atomicScripts: false);

        (await CountAsync(server, clients: 1, each: 10)).Should().Be(10);
    }

    [Fact]
    public async Task Several_live_side_by_side()
    {
        await using var one = await EmbeddedServer.StartAsync();
        await using var two = await EmbeddedServer.StartAsync();

        await CountAsync(one, clients: 1, each: 3);

        (await CountAsync(two, clients: 1, each: 1)).Should().Be(1);
    }

    private static async Task<int> CountAsync(EmbeddedServer server, int clients, int each)
    {
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
            for (var i = 0; i < each; i++)
            {
                await connection.GetDatabase().ScriptEvaluateAsync(Increment, ["n"]);
            }
        }));
        await using var reader = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        return (int)await reader.GetDatabase().StringGetAsync("n");
    }
}
