using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>
/// I3: a factory that nobody waits for any more, because its callers left or its deadline passed, stores nothing when it ends after all.
/// </summary>
[Collection(ServersCollection.Name)]
public sealed class I03_AbandonedFactoryTests(ServersFixture servers)
{
    private static readonly GenerationKey s_key = GenerationKey.Sample;

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_AllCallersLeft_ALateFactoryStoresNothing(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using HookedNode node = await HookedNode.StartAsync(server, TestServers.UniqueNamespace());
        var factory = new CountingFactory(holdFirst: true, obeysToken: false);
        using var leaving = new CancellationTokenSource();
        Task<string> caller = node.Generations().GetOrCreateAsync(s_key, factory.RunAsync, cancellationToken: leaving.Token).AsTask();
        await factory.Gate.Reached;

        await leaving.CancelAsync();
        await ((Func<Task>)(() => caller)).Should().ThrowAsync<OperationCanceledException>();
        factory.Token.IsCancellationRequested.Should().BeTrue();
        factory.Gate.Open();

        await AssertNothingStoredAsync(node);
        (await node.Generations().GetOrCreateAsync(s_key, factory.RunAsync)).Should().Be("made 2");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_AllCallersLeftAndANewOneCame_TheLateFactoryDoesNotReplaceItsValue(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode node = await HookedNode.StartAsync(server, ns);
        var factory = new CountingFactory(holdFirst: true, obeysToken: false);
        using var leaving = new CancellationTokenSource();
        Task<string> caller = node.Generations().GetOrCreateAsync(s_key, factory.RunAsync, cancellationToken: leaving.Token).AsTask();
        await factory.Gate.Reached;
        await leaving.CancelAsync();
        await ((Func<Task>)(() => caller)).Should().ThrowAsync<OperationCanceledException>();

        (await node.Generations().GetOrCreateAsync(s_key, factory.RunAsync)).Should().Be("made 2");
        factory.Gate.Open();

        (await node.Generations().TryGetAsync(s_key)).Value.Should().Be("made 2");
        await using HookedNode fresh = await HookedNode.StartAsync(server, ns);
        (await fresh.Generations().TryGetAsync(s_key)).Value.Should().Be("made 2");
        node.Store.Outcomes.Should().Equal(WriteOutcome.Written);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task GetOrCreate_FactoryTimedOutAndEndsLate_StoresNothing(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        var time = new FakeTimeProvider();
        await using HookedNode node = await HookedNode.StartAsync(server, TestServers.UniqueNamespace(), time);
        CacheRegion<GenerationKey, string> region = node.Generations(o => o.FactoryTimeout = TimeSpan.FromMinutes(1));
        var factory = new CountingFactory(holdFirst: true, obeysToken: false);
        Task<string> caller = region.GetOrCreateAsync(s_key, factory.RunAsync).AsTask();
        await factory.Gate.Reached;

        time.Advance(TimeSpan.FromMinutes(1));
        await ((Func<Task>)(() => caller)).Should().ThrowAsync<CacheFactoryTimeoutException>();
        factory.Gate.Open();

        await AssertNothingStoredAsync(node);
        (await region.GetOrCreateAsync(s_key, factory.RunAsync)).Should().Be("made 2");
    }

    private static async Task AssertNothingStoredAsync(HookedNode node)
    {
        CacheExplanation why = await node.Generations().ExplainAsync(s_key);
        why.Local.Holds.Should().BeFalse();
        why.Shared!.Holds.Should().BeFalse();
        node.Store.Calls(StoreOperation.WriteCreated).Should().Be(0);
        node.Inner.FlightCount.Should().Be(0);
    }
}
