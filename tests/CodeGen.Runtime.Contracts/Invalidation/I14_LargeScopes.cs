using CodeGen.Runtime.TestKit;
using FluentAssertions;

namespace CodeGen.Runtime.Contracts.Invalidation;

/// <summary>The invalidation of many entries at once.</summary>
internal static class I14_LargeScopes
{
    private const int Entries = 2_000;

    [ContractCase("a tag of 2,000 entries: a handful of commands", NeedsServer = true)]
    public static async Task Tag(Rig rig)
    {
        (CacheNode node, RedisServerProcess server) = await FilledAsync(rig);
        long commands = await CommandsOfAsync(server, () => node.RemoveByTagAsync("red"));
        commands.Should().BeLessThan(30);
        await AllGoneAsync(node);
    }

    [ContractCase("a prefix of 2,000 keys: a handful of commands", NeedsServer = true)]
    public static async Task Prefix(Rig rig)
    {
        (CacheNode node, RedisServerProcess server) = await FilledAsync(rig);
        long commands = await CommandsOfAsync(server, () => node.InvalidatePrefixAsync("project:"));
        commands.Should().BeLessThan(30);
        await AllGoneAsync(node);
    }

    private static async Task<(CacheNode Node, RedisServerProcess Server)> FilledAsync(Rig rig)
    {
        CacheNode node = await rig.NodeAsync();
        for (int i = 0; i < Entries; i++)
        {
            await node.SetAsync($"project:{i}", "before", "red");
        }

        return (node, await rig.ServerAsync());
    }

    private static async Task<long> CommandsOfAsync(RedisServerProcess server, Func<Task> action)
    {
        long before = await CommandCount.ReadAsync(server);
        await action();
        return await CommandCount.ReadAsync(server) - before;
    }

    private static async Task AllGoneAsync(CacheNode node)
    {
        for (int i = 0; i < Entries; i += 97)
        {
            (await node.TryGetAsync($"project:{i}")).Should().BeNull();
        }
    }
}
