using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>I3: factories whose callers have gone on with another value are judged like any other when they end.</summary>
[Collection(ServersCollection.Name)]
public sealed class I03_BackgroundFactoryTests(ServersFixture servers)
{
    private static readonly GenerationKey s_key = GenerationKey.Sample;

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public Task EagerRefresh_InvalidatedMeanwhile_IsNotStored(ServerKind kind) => RunAsync(
        kind,
        r =>
        {
            r.TimeToLive = TimeSpan.FromMinutes(10);
            r.EagerRefresh = 0.5;
        },
        untilDue: TimeSpan.FromMinutes(6),
        untilAnswered: TimeSpan.Zero,
        answer: "old");

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public Task SoftTimeout_InvalidatedMeanwhile_IsNotStored(ServerKind kind) => RunAsync(
        kind,
        r =>
        {
            r.TimeToLive = TimeSpan.FromMinutes(1);
            r.StaleFor = TimeSpan.FromHours(1);
            r.SoftTimeout = TimeSpan.FromSeconds(5);
        },
        untilDue: TimeSpan.FromMinutes(2),
        untilAnswered: TimeSpan.FromSeconds(6),
        answer: "old");

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public Task HardTimeout_InvalidatedMeanwhile_IsNotStored(ServerKind kind) => RunAsync(
        kind,
        r =>
        {
            r.TimeToLive = TimeSpan.FromMinutes(1);
            r.StaleFor = TimeSpan.FromHours(1);
            r.HardTimeout = TimeSpan.FromSeconds(5);
        },
        untilDue: TimeSpan.FromMinutes(2),
        untilAnswered: TimeSpan.FromSeconds(6),
        answer: "old");

    private async Task RunAsync(ServerKind kind, Action<RegionOptions> configure, TimeSpan untilDue, TimeSpan untilAnswered, string answer)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        var time = new FakeTimeProvider();

        // The value lies in this node's memory alone, where the test has the clock.
        await using HookedNode node = await HookedNode.StartAsync(server, ns, time);
        await using HookedNode other = await HookedNode.StartAsync(server, ns);
        CacheRegion<GenerationKey, string> region = node.Generations(configure);
        await region.GetOrCreateAsync(s_key, static (_, _, _) => ValueTask.FromResult("old"));
        time.Advance(untilDue);
        await RemoveFrameAsync(server, ns);

        var factory = new CountingFactory("background", holdFirst: true);
        Task<string> call = region.GetOrCreateAsync(s_key, factory.RunAsync).AsTask();
        await factory.Gate.Reached;
        await WaitUntil.Async(
            () =>
            {
                time.Advance(untilAnswered);
                return call.IsCompleted;
            },
            HookedNode.Patience);
        (await call).Should().Be(answer);

        await other.Generations().InvalidateAllAsync();
        await node.CatchUpWithAsync(other);
        (await region.TryGetAsync(s_key)).HasValue.Should().BeFalse();
        factory.Gate.Open();
        await WaitUntil.Async(() => node.Inner.FlightCount == 0, HookedNode.Patience);

        (await region.TryGetAsync(s_key)).HasValue.Should().BeFalse();
        (await region.ExplainAsync(s_key)).Shared!.Holds.Should().BeFalse();
    }

    /// <summary>The server's clock does not follow the test's: without this a node whose value has ended by its clock finds it alive there.</summary>
    private static async Task RemoveFrameAsync(ITestServer server, string ns)
    {
        await using RawData raw = await RawData.ConnectAsync(server);
        await raw.Database.KeyDeleteAsync(RawData.KeyOf(ns, s_key));
    }
}
