using FluentAssertions;
using Microsoft.Extensions.Caching.Distributed;
using static CodeGen.Runtime.Contracts.Distributed.DistributedSteps;

namespace CodeGen.Runtime.Contracts.Distributed;

/// <summary>What is not accepted.</summary>
internal static class Refusals
{
    [ContractCase("no key", NeedsServer = true)]
    public static async Task NoKey(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        await cache.Invoking(c => c.GetAsync(null!)).Should().ThrowAsync<ArgumentNullException>();
        await cache.Invoking(c => c.SetAsync(null!, Value, For(TimeSpan.FromMinutes(1)))).Should().ThrowAsync<ArgumentNullException>();
        await cache.Invoking(c => c.RemoveAsync(null!)).Should().ThrowAsync<ArgumentNullException>();
        await cache.Invoking(c => c.RefreshAsync(null!)).Should().ThrowAsync<ArgumentNullException>();
    }

    [ContractCase("no value", NeedsServer = true)]
    public static async Task NoValue(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        await cache.Invoking(c => c.SetAsync("k", null!, For(TimeSpan.FromMinutes(1)))).Should().ThrowAsync<ArgumentNullException>();
    }

    [ContractCase("no options", NeedsServer = true)]
    public static async Task NoOptions(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        await cache.Invoking(c => c.SetAsync("k", Value, null!)).Should().ThrowAsync<ArgumentNullException>();
    }

    [ContractCase("an end in the past", NeedsServer = true)]
    public static async Task PastEnd(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        await cache.Invoking(c => c.SetAsync("k", Value, new DistributedCacheEntryOptions { AbsoluteExpiration = DateTimeOffset.UtcNow.AddMinutes(-1) }))
            .Should().ThrowAsync<ArgumentOutOfRangeException>();
        (await cache.GetAsync("k")).Should().BeNull();
    }

    [ContractCase("a call that is cancelled already", NeedsServer = true)]
    public static async Task Cancelled(Rig rig)
    {
        IDistributedCache cache = await rig.DistributedNodeAsync();
        var cancelled = new CancellationToken(true);
        await cache.Invoking(c => c.GetAsync("k", cancelled)).Should().ThrowAsync<OperationCanceledException>();
        await cache.Invoking(c => c.SetAsync("k", Value, For(TimeSpan.FromMinutes(1)), cancelled)).Should().ThrowAsync<OperationCanceledException>();
        (await cache.GetAsync("k")).Should().BeNull();
    }
}
