using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>I1, I2 and I4 on nodes whose local copies are in the host's memory cache.</summary>
[Collection(ServersCollection.Name)]
public sealed class HostMemoryTests(ServersFixture servers)
{
    [SkippableTheory]
    [MemberData(nameof(Dooms.OnAllKinds), MemberType = typeof(Dooms))]
    public async Task Invalidate_OtherNodeWhileFactoryRuns_ValueIsNotStored(ServerKind kind, Doom doom)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns, services: UseMemoryCache);
        await using HookedNode b = await HookedNode.StartAsync(server, ns, services: UseMemoryCache);
        var factory = new CountingFactory(holdFirst: true);
        var tagged = new CacheEntryOptions { Tags = [Dooms.Tag] };
        Task<string> first = a.Generations().GetOrCreateAsync(GenerationKey.Sample, factory.RunAsync, tagged).AsTask();
        await factory.Gate.Reached;

        await b.BringAsync(doom);
        await a.CatchUpWithAsync(b);
        factory.Gate.Open();

        (await first).Should().Be("made 1");
        string? known = doom == Doom.Set ? Dooms.SetValue : null;
        (await a.Generations().TryGetAsync(GenerationKey.Sample)).Value.Should().Be(known);
        (await b.Generations().TryGetAsync(GenerationKey.Sample)).Value.Should().Be(known);
    }

    [SkippableTheory]
    [MemberData(nameof(Documents.InvalidationsOnAllKinds), MemberType = typeof(Documents))]
    public async Task Invalidate_WarmNode_HearsOfItAndLeavesNothingInTheHostsMemory(ServerKind kind, InvalidationKind how)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns, services: UseMemoryCache);
        await using TestNode b = await TestNode.StartAsync(server.ConnectionString, ns, services: UseMemoryCache);
        var memory = (MemoryCache)b.Services.GetRequiredService<IMemoryCache>();
        CacheRegion<DocumentKey, string> onA = Documents.Of(a);
        CacheRegion<DocumentKey, string> onB = Documents.Of(b);
        await onA.MakeAsync("old");
        (await onB.LookAsync()).Should().Be("old");
        (await onB.TryGetAsync(Documents.Key)).Tier.Should().Be(CacheTier.Local);
        memory.Count.Should().Be(1);

        await onA.InvalidateAsync(a.Cache, how);

        string? known = how == InvalidationKind.Set ? "set" : null;
        await WaitUntil.Async(async () => await onB.LookAsync() == known, HookedNode.Patience);
        memory.Count.Should().Be(known is null ? 0 : 1);
    }

    private static void UseMemoryCache(IServiceCollection services)
    {
        services.AddMemoryCache();
        services.AddTieredCache().UseMemoryCache();
    }
}
