using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>I8: between reading the shared tier and filling local memory, a removal by another node wins.</summary>
[Collection(ServersCollection.Name)]
public sealed class I08_RemovalBetweenReadAndFillTests(ServersFixture servers)
{
    private static readonly GenerationKey s_key = GenerationKey.Sample;

    public static TheoryData<ServerKind, Doom> OnAllKinds => Dooms.OnAllKinds;

    [SkippableTheory]
    [MemberData(nameof(OnAllKinds))]
    public async Task TryGet_InvalidatedAfterTheRead_IsAMissAndNothingStays(ServerKind kind, Doom doom)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode writer = await HookedNode.StartAsync(server, ns);
        await using HookedNode reader = await HookedNode.StartAsync(server, ns);
        await writer.Generations().GetOrCreateAsync(s_key, new CountingFactory().RunAsync);
        Gate read = reader.Store.PauseAfter(StoreOperation.Read);
        Task<CacheResult<string>> reading = reader.Generations().TryGetAsync(s_key).AsTask();
        await read.Reached;

        await writer.BringAsync(doom);
        await reader.CatchUpWithAsync(writer);
        read.Open();

        (await reading).HasValue.Should().BeFalse();
        reader.Inner.Local.Count.Should().Be(0);
    }

    [SkippableTheory]
    [MemberData(nameof(OnAllKinds))]
    public async Task TryGet_InvalidatedBetweenJudgingAndFilling_IsAMissAndNothingStays(ServerKind kind, Doom doom)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        var serializer = new HeldSerializer();
        await using HookedNode writer = await HookedNode.StartAsync(server, ns);
        await using HookedNode reader = await HookedNode.StartAsync(server, ns, services: s => s.AddSingleton<ICacheSerializer<string>>(serializer));
        await writer.Generations().GetOrCreateAsync(s_key, new CountingFactory().RunAsync);
        Gate deserializing = serializer.HoldNext();
        Task<CacheResult<string>> reading = Task.Run(() => reader.Generations().TryGetAsync(s_key).AsTask());
        await deserializing.Reached;

        await writer.BringAsync(doom);
        await reader.CatchUpWithAsync(writer);
        deserializing.Open();

        (await reading).HasValue.Should().BeFalse();
        reader.Inner.Local.Count.Should().Be(0);
    }

    [SkippableTheory]
    [MemberData(nameof(OnAllKinds))]
    public async Task TryGet_ReaderHearsOfItAfterTheFill_ForgetsThen(ServerKind kind, Doom doom)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode writer = await HookedNode.StartAsync(server, ns);
        await using HookedNode reader = await HookedNode.StartAsync(server, ns);
        await writer.Generations().GetOrCreateAsync(s_key, new CountingFactory().RunAsync);
        Gate read = reader.Store.PauseAfter(StoreOperation.Read);
        Task<CacheResult<string>> reading = reader.Generations().TryGetAsync(s_key).AsTask();
        await read.Reached;

        reader.Log.Deafen();
        await writer.BringAsync(doom);
        read.Open();
        (await reading).Value.Should().Be("made 1", "the reader cannot know yet, and its lease holds");
        reader.Log.Hear();
        await reader.CatchUpWithAsync(writer);

        CacheResult<string> again = await reader.Generations().TryGetAsync(s_key);
        again.Value.Should().Be(doom == Doom.Set ? Dooms.SetValue : null);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_RemovedAfterTheRead_RunsTheFactory(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode writer = await HookedNode.StartAsync(server, ns);
        await using HookedNode reader = await HookedNode.StartAsync(server, ns);
        await writer.Generations().GetOrCreateAsync(s_key, new CountingFactory().RunAsync);
        Gate read = reader.Store.PauseAfter(StoreOperation.Read);
        Task<string> reading = reader.Generations().GetOrCreateAsync(s_key, new CountingFactory("again").RunAsync).AsTask();
        await read.Reached;

        await writer.BringAsync(Doom.Remove);
        await reader.CatchUpWithAsync(writer);
        read.Open();

        (await reading).Should().Be("again 1");
        (await writer.Generations().TryGetAsync(s_key)).Value.Should().Be("again 1", "the new value was stored");
    }
}
