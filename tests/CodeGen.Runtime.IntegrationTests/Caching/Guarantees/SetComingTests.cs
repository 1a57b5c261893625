using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>A Set whose record is out and whose data is not: readers wait for it briefly or take the value that travelled along, instead of paying for a factory.</summary>
[Collection(ServersCollection.Name)]
public sealed class SetComingTests(ServersFixture servers)
{
    private static readonly GenerationKey s_key = GenerationKey.Sample;

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_SmallValueTravelsInItsRecord_NoFactoryCallBeforeTheDataIsThere(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode setter = await HookedNode.StartAsync(server, ns);
        await using HookedNode reader = await HookedNode.StartAsync(server, ns);
        Gate write = setter.Store.PauseBefore(StoreOperation.WriteSet);
        Task set = setter.Generations().SetAsync(s_key, Dooms.SetValue, new CacheEntryOptions { Tags = [Dooms.Tag] }).AsTask();
        await write.Reached;
        await reader.CatchUpWithAsync(setter);
        var factory = new CountingFactory();

        (await reader.Generations().GetOrCreateAsync(s_key, factory.RunAsync)).Should().Be(Dooms.SetValue);

        factory.Calls.Should().Be(0);
        (await reader.Generations().TryGetAsync(s_key)).Tier.Should().Be(CacheTier.Local);
        await setter.Cache.InvalidateTagAsync(Dooms.Tag);
        await reader.CatchUpWithAsync(setter);
        (await reader.Generations().TryGetAsync(s_key)).HasValue.Should().BeFalse("its tags travelled too");
        write.Open();
        await set;
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_ValueTooLargeToTravel_WaitsForTheDataInsteadOfTheFactory(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode setter = await HookedNode.StartAsync(server, ns, cache: o => o.InlineBytes = 0);

        // Its wait is longer than usual, so that a slow machine does not decide the test.
        await using HookedNode reader = await HookedNode.StartAsync(server, ns, cache: o => o.SetWait = TimeSpan.FromSeconds(1));
        Gate write = setter.Store.PauseBefore(StoreOperation.WriteSet);
        Task set = setter.Generations().SetAsync(s_key, Dooms.SetValue).AsTask();
        await write.Reached;
        await reader.CatchUpWithAsync(setter);
        var factory = new CountingFactory();

        Task<string> reading = reader.Generations().GetOrCreateAsync(s_key, factory.RunAsync).AsTask();
        await WaitUntil.Async(() => reader.Store.Calls(StoreOperation.Read) >= 2, HookedNode.Patience, "the reader looks again");
        write.Open();
        await set;

        (await reading).Should().Be(Dooms.SetValue);
        factory.Calls.Should().Be(0);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_SetterDied_FactoryRunsAfterTheWait(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode setter = await HookedNode.StartAsync(server, ns, cache: o => o.InlineBytes = 0);
        await using HookedNode reader = await HookedNode.StartAsync(server, ns);
        setter.Store.Kill(StoreOperation.WriteSet);
        await setter.BringAsync(Doom.Set);
        await reader.CatchUpWithAsync(setter);

        (await reader.Generations().GetOrCreateAsync(s_key, new CountingFactory().RunAsync)).Should().Be("made 1");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_RemovedAfterTheSet_InlineValueIsNotServed(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode setter = await HookedNode.StartAsync(server, ns);
        await using HookedNode reader = await HookedNode.StartAsync(server, ns);
        setter.Store.Kill(StoreOperation.WriteSet);
        await setter.BringAsync(Doom.Set);
        await setter.BringAsync(Doom.Remove);
        await reader.CatchUpWithAsync(setter);

        (await reader.Generations().GetOrCreateAsync(s_key, new CountingFactory().RunAsync)).Should().Be("made 1");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_InlineValueOfAnotherVersion_IsNotServed(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode setter = await HookedNode.StartAsync(server, ns);
        await using HookedNode reader = await HookedNode.StartAsync(server, ns);
        await setter.Generations(o => o.Version = 2).SetAsync(s_key, "of two");
        await reader.CatchUpWithAsync(setter);

        (await reader.Generations(o => o.Version = 3).GetOrCreateAsync(s_key, new CountingFactory().RunAsync)).Should().Be("made 1");
        (await reader.Generations(o => o.Version = 2).GetOrCreateAsync(s_key, new CountingFactory().RunAsync)).Should().Be("of two");
    }
}
