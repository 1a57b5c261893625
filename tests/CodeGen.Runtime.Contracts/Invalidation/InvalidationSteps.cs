using CodeGen.Runtime.TestKit;
using FluentAssertions;

namespace CodeGen.Runtime.Contracts.Invalidation;

/// <summary>Steps that many cases take. A cache may deliver an invalidation late, within its bound; it must not fail to.</summary>
internal static class InvalidationSteps
{
    /// <summary>The longest time that an invalidation may take to count everywhere while nodes are connected; ours promises 2 s.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    public static Task<string> GetAsync(this CacheNode node, string key, Calls calls, params string[] tags) =>
        node.GetOrCreateAsync(key, _ => Task.FromResult(calls.Next()), tags);

    public static Task<string> GetHeldAsync(this CacheNode node, string key, Calls calls, params string[] tags) =>
        node.GetOrCreateAsync(key, calls.HeldAsync, tags);

    /// <summary>Waits until the node no longer serves the value.</summary>
    public static Task NoLongerServesAsync(this CacheNode node, string key, string value) =>
        WaitUntil.Async(async () => await node.TryGetAsync(key) != value, Bound, $"the node no longer serves '{value}' under {key}");

    /// <summary>Waits until the node has heard of what the other does now, if it ever will.</summary>
    public static async Task HearAsync(this CacheNode node, CacheNode other)
    {
        const string Key = "heard";
        await other.SetAsync(Key, "before");
        await node.TryGetAsync(Key);
        await other.SetAsync(Key, "after");
        try
        {
            await WaitUntil.Async(async () => await node.TryGetAsync(Key) == "after", TimeSpan.FromSeconds(4));
        }
        catch (TimeoutException)
        {
            // A node that never hears is judged by what it serves, not by this.
        }
    }

    /// <summary>Waits until both nodes hold the value.</summary>
    public static async Task HoldAsync(this IEnumerable<CacheNode> nodes, string key, string value)
    {
        foreach (CacheNode node in nodes)
        {
            await WaitUntil.Async(async () => await node.TryGetAsync(key) == value, Rig.Patience, $"every node holds '{value}'");
        }
    }

    public static async Task ServesNotAsync(this CacheNode node, string key, string value, string because) =>
        (await node.TryGetAsync(key)).Should().NotBe(value, because);

    public static Task PassAsync(TimeSpan time)
    {
        DateTime start = DateTime.UtcNow;
        return WaitUntil.Async(() => DateTime.UtcNow - start >= time, time + Rig.Patience);
    }
}
