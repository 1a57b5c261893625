using CodeGen.Runtime.TestKit;
using FluentAssertions;

namespace CodeGen.Runtime.Contracts.Invalidation;

/// <summary>A node that dies half-way.</summary>
internal static class I13_HalfDone
{
    [ContractCase("dead between data and notification: the other nodes agree all the same", NeedsServer = true)]
    public static async Task DeadBeforeNotification(Rig rig)
    {
        CacheNode dying = await rig.NodeAsync();
        CacheNode warm = await rig.NodeAsync();
        await dying.SetAsync("k", "before");
        await new[] { dying, warm }.HoldAsync("k", "before");

        // The server refuses to publish: the node gets as far as its data, and is gone before it can try again.
        RedisServerProcess server = await rig.ServerAsync();
        await server.ExecuteAsync("ACL", "SETUSER", "default", "-publish", "-spublish");
        try
        {
            await dying.RemoveAsync("k").WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (Exception refused) when (refused is not TimeoutException)
        {
            // It may say that it could not.
        }

        dying.Proxy.Sever();
        await server.ExecuteAsync("ACL", "SETUSER", "default", "+publish", "+spublish");
        CacheNode fresh = await rig.NodeAsync();
        await WaitUntil.Async(
            async () => await warm.TryGetAsync("k") == await fresh.TryGetAsync("k"),
            InvalidationSteps.Bound,
            "a node that held the value and one that starts now agree on it");
    }
}
