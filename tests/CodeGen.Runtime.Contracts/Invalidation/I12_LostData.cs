using CodeGen.Runtime.TestKit;
using CodeGen.Runtime.TestKit.Faults;
using FluentAssertions;

namespace CodeGen.Runtime.Contracts.Invalidation;

/// <summary>A server that loses what it was told.</summary>
internal static class I12_LostData
{
    [ContractCase("all but the values evicted: what was invalidated stays so", NeedsServer = true)]
    public static async Task MetadataEvicted(Rig rig)
    {
        CacheNode node = await rig.NodeAsync();
        RedisServerProcess server = await rig.ServerAsync();
        await node.SetAsync("warm-up", "value", "blue");
        HashSet<string> before = await KeysAsync(server);
        await node.SetAsync("k", "before", "red");
        HashSet<string> data = await KeysAsync(server);
        data.ExceptWith(before);
        await node.RemoveByTagAsync("red");
        foreach (string key in await KeysAsync(server))
        {
            if (!data.Contains(key))
            {
                await server.ExecuteAsync("DEL", key);
            }
        }

        CacheNode fresh = await rig.NodeAsync();
        await fresh.ServesNotAsync("k", "before", "its tag was removed; a cache may forget values, not that");
    }

    [ContractCase("flushed: what is invalidated then counts on warm nodes", NeedsServer = true)]
    public static async Task Flushed(Rig rig)
    {
        CacheNode first = await rig.NodeAsync();
        CacheNode second = await rig.NodeAsync();
        await first.SetAsync("k", "before");
        await new[] { first, second }.HoldAsync("k", "before");
        await (await rig.ServerAsync()).ExecuteAsync("FLUSHALL");
        await first.RemoveAsync("k");
        await second.NoLongerServesAsync("k", "before");
    }

    [ContractCase("failed over, the last writes lost: what was invalidated stays so", NeedsServer = true)]
    public static async Task FailedOver(Rig rig)
    {
        ReplicaPair pair = rig.Hold(await ReplicaPair.StartAsync());
        CacheNode node = await rig.NodeBehindAsync(pair.Proxy);
        await node.SetAsync("k", "before", "red");
        await pair.WaitUntilCaughtUpAsync();
        pair.StopReplication();
        await node.RemoveByTagAsync("red");
        pair.Primary.Kill();
        await pair.PromoteReplicaAsync();
        FaultProxy proxy = rig.Hold(FaultProxy.Start(pair.Primary.Port));
        CacheNode fresh = await rig.NodeBehindAsync(proxy);
        await fresh.ServesNotAsync("k", "before", "its tag was removed; the promoted server does not know, and must not be believed");
    }

    private static async Task<HashSet<string>> KeysAsync(RedisServerProcess server) => [.. ((string?[])(await server.ExecuteAsync("KEYS", "*"))!).Select(key => key!)];
}
