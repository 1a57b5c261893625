using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>I6: whoever reads an entry need not name its tags for it to die by them.</summary>
[Collection(ServersCollection.Name)]
public sealed class I06_TagsTravelWithTheEntryTests(ServersFixture servers)
{
    private const string Key = "reviews:pr:7";

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task InvalidateTag_EntryReadWithoutNamingIt_DiesInLocalMemory(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);
        await a.Cache.GetOrCreateAsync(Key, new CountingFactory().RunAsync);
        CacheResult<string> read = await b.Cache.TryGetAsync<string>(Key);
        read.Tier.Should().Be(CacheTier.Shared);
        (await b.Cache.TryGetAsync<string>(Key)).Tier.Should().Be(CacheTier.Local);

        await a.Cache.InvalidateTagAsync(Dooms.Tag);
        await b.CatchUpWithAsync(a);

        (await b.Cache.ExplainAsync(Key)).Local.Verdict.Should().Be(CacheMissReason.InvalidatedTag);
        (await b.Cache.TryGetAsync<string>(Key)).HasValue.Should().BeFalse();
        (await a.Cache.TryGetAsync<string>(Key)).HasValue.Should().BeFalse();
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task InvalidateTag_EntryOnlyInTheSharedTier_FreshNodeDoesNotServeIt(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns);
        await a.Cache.GetOrCreateAsync(Key, new CountingFactory().RunAsync);

        await a.Cache.InvalidateTagAsync(Dooms.Tag);

        await using HookedNode fresh = await HookedNode.StartAsync(server, ns);
        CacheResult<string> read = await fresh.Cache.TryGetAsync<string>(Key);
        read.HasValue.Should().BeFalse();
        read.MissReason.Should().Be(CacheMissReason.InvalidatedTag);
        var again = new CountingFactory("again");
        (await fresh.Cache.GetOrCreateAsync(Key, again.RunAsync)).Should().Be("again 1");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task InvalidateTag_OfAnExplicitlySetEntry_FreshNodeDoesNotServeIt(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);
        await a.Cache.SetAsync(Key, "set", new CacheEntryOptions { Tags = ["one", "two"] });
        (await b.Cache.GetOrCreateAsync(Key, (_, _) => ValueTask.FromResult("made"))).Should().Be("set");

        await a.Cache.InvalidateTagAsync("two");
        await b.CatchUpWithAsync(a);

        (await a.Cache.TryGetAsync<string>(Key)).HasValue.Should().BeFalse();
        (await b.Cache.TryGetAsync<string>(Key)).HasValue.Should().BeFalse();
        await using HookedNode fresh = await HookedNode.StartAsync(server, ns);
        (await fresh.Cache.TryGetAsync<string>(Key)).HasValue.Should().BeFalse();
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task InvalidateTag_ReaderNamesOtherTags_TheEntrysOwnTagsCount(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);
        await a.Cache.GetOrCreateAsync(Key, new CountingFactory().RunAsync);
        var other = new CacheEntryOptions { Tags = ["readers-own"] };
        (await b.Cache.GetOrCreateAsync(Key, new CountingFactory("again").RunAsync, other)).Should().Be("made 1");

        await a.Cache.InvalidateTagAsync("readers-own");
        await b.CatchUpWithAsync(a);
        (await b.Cache.TryGetAsync<string>(Key)).Value.Should().Be("made 1", "a reader cannot put a tag on an entry that it did not make");

        await a.Cache.InvalidateTagAsync(Dooms.Tag);
        await b.CatchUpWithAsync(a);
        (await b.Cache.TryGetAsync<string>(Key)).HasValue.Should().BeFalse();
    }
}
