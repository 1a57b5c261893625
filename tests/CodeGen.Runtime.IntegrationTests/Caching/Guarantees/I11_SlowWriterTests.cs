using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>I11: whoever writes late does not overwrite what is newer.</summary>
[Collection(ServersCollection.Name)]
public sealed class I11_SlowWriterTests(ServersFixture servers)
{
    private static readonly GenerationKey s_key = GenerationKey.Sample;

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Factory_AnotherFactoryWroteMeanwhile_IsRefused(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode slow = await HookedNode.StartAsync(server, ns);
        await using HookedNode quick = await HookedNode.StartAsync(server, ns);
        var factory = new CountingFactory("slow", holdFirst: true);
        Task<string> first = slow.Generations().GetOrCreateAsync(s_key, factory.RunAsync).AsTask();
        await factory.Gate.Reached;

        (await quick.Generations().GetOrCreateAsync(s_key, new CountingFactory("quick").RunAsync)).Should().Be("quick 1");
        factory.Gate.Open();

        (await first).Should().Be("slow 1", "it is a valid value for those who waited");
        slow.Store.Outcomes.Should().Equal(WriteOutcome.Overtaken);
        await AssertSharedAsync(server, ns, "quick 1");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Factory_ASetItHasNotHeardOfMeanwhile_IsRefused(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode slow = await HookedNode.StartAsync(server, ns);
        await using HookedNode setter = await HookedNode.StartAsync(server, ns);
        var factory = new CountingFactory("slow", holdFirst: true);
        Task<string> first = slow.Generations().GetOrCreateAsync(s_key, factory.RunAsync).AsTask();
        await factory.Gate.Reached;

        slow.Log.Deafen();
        await setter.BringAsync(Doom.Set);
        factory.Gate.Open();

        (await first).Should().Be("slow 1");
        slow.Store.Outcomes.Should().Equal(WriteOutcome.Overtaken);
        await AssertSharedAsync(server, ns, Dooms.SetValue);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Factory_OverAnOlderValueThatIsStillThere_Replaces(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode node = await HookedNode.StartAsync(server, ns);
        await node.Generations().GetOrCreateAsync(s_key, new CountingFactory("old").RunAsync);
        await node.BringAsync(Doom.Prefix);

        await node.Generations().GetOrCreateAsync(s_key, new CountingFactory("new").RunAsync);

        node.Store.Outcomes.Should().Equal(WriteOutcome.Written, WriteOutcome.Written);
        await AssertSharedAsync(server, ns, "new 1");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Set_ALaterSetWasWrittenFirst_IsRefused(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode slow = await HookedNode.StartAsync(server, ns);
        await using HookedNode quick = await HookedNode.StartAsync(server, ns);
        Gate write = slow.Store.PauseBefore(StoreOperation.WriteSet);
        Task first = slow.Generations().SetAsync(s_key, "first").AsTask();
        await write.Reached;

        await quick.Generations().SetAsync(s_key, "second");
        write.Open();
        await first;

        slow.Store.Outcomes.Should().Equal(WriteOutcome.Overtaken);
        await slow.CatchUpWithAsync(quick);
        (await slow.Generations().TryGetAsync(s_key)).Value.Should().Be("second");
        await AssertSharedAsync(server, ns, "second");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Set_AFactoryOfBeforeItWroteFirst_Replaces(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode setter = await HookedNode.StartAsync(server, ns);
        await using HookedNode maker = await HookedNode.StartAsync(server, ns);
        await maker.Generations().GetOrCreateAsync(s_key with { File = "b.cs" }, new CountingFactory().RunAsync);
        Gate write = setter.Store.PauseBefore(StoreOperation.WriteSet);
        maker.Log.Deafen();
        Task set = setter.BringAsync(Doom.Set).AsTask();
        await write.Reached;

        await maker.Generations().GetOrCreateAsync(s_key, new CountingFactory().RunAsync);
        write.Open();
        await set;

        await AssertSharedAsync(server, ns, Dooms.SetValue);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Set_RemovedBeforeItsDataWasWritten_IsServedByNobody(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode setter = await HookedNode.StartAsync(server, ns);
        await using HookedNode remover = await HookedNode.StartAsync(server, ns);
        Gate write = setter.Store.PauseBefore(StoreOperation.WriteSet);
        Task set = setter.BringAsync(Doom.Set).AsTask();
        await write.Reached;

        await remover.BringAsync(Doom.Remove);
        write.Open();
        await set;

        await setter.CatchUpWithAsync(remover);
        (await setter.Generations().TryGetAsync(s_key)).HasValue.Should().BeFalse();
        (await remover.Generations().TryGetAsync(s_key)).HasValue.Should().BeFalse();
        await AssertSharedAsync(server, ns, null);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Remove_ASetCameBetweenItsRecordAndItsDelete_TheNewValueStays(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode remover = await HookedNode.StartAsync(server, ns);
        await using HookedNode setter = await HookedNode.StartAsync(server, ns);
        await remover.Generations().GetOrCreateAsync(s_key, new CountingFactory("old").RunAsync);
        Gate delete = remover.Store.PauseBefore(StoreOperation.RemoveOlder);
        Task remove = remover.BringAsync(Doom.Remove).AsTask();
        await delete.Reached;

        await setter.BringAsync(Doom.Set);
        delete.Open();
        await remove;

        await AssertSharedAsync(server, ns, Dooms.SetValue);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Remove_AFactoryBeganAfterItsRecord_TheNewValueStays(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode remover = await HookedNode.StartAsync(server, ns);
        await using HookedNode maker = await HookedNode.StartAsync(server, ns);
        await remover.Generations().GetOrCreateAsync(s_key, new CountingFactory("old").RunAsync);
        Gate delete = remover.Store.PauseBefore(StoreOperation.RemoveOlder);
        Task remove = remover.BringAsync(Doom.Remove).AsTask();
        await delete.Reached;

        await maker.CatchUpWithAsync(remover);
        (await maker.Generations().GetOrCreateAsync(s_key, new CountingFactory("new").RunAsync)).Should().Be("new 1");
        delete.Open();
        await remove;

        await AssertSharedAsync(server, ns, "new 1");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Factory_AwayLongerThanTheLongestFactory_IsRefusedByTheServersClock(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode zombie = await HookedNode.StartAsync(server, ns);
        zombie.Store.FrozenFor = TieredCacheOptions.DefaultMaxFactoryDuration + TimeSpan.FromSeconds(1);

        (await zombie.Generations().GetOrCreateAsync(s_key, new CountingFactory().RunAsync)).Should().Be("made 1");

        zombie.Store.Outcomes.Should().Equal(WriteOutcome.TooLate);
        await AssertSharedAsync(server, ns, null);
    }

    private static async Task AssertSharedAsync(ITestServer server, string ns, string? expected)
    {
        await using HookedNode fresh = await HookedNode.StartAsync(server, ns);
        CacheResult<string> read = await fresh.Generations().TryGetAsync(s_key);
        read.Value.Should().Be(expected);
        read.HasValue.Should().Be(expected is not null);
    }
}
