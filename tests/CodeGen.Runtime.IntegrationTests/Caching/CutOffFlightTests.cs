using System.Diagnostics;
using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using CodeGen.Runtime.TestKit.Faults;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching;

/// <summary>Found by the conformance run: a flight that outlasts the lease is a value from before to callers of a node that was cut off meanwhile.</summary>
[Collection(ServersCollection.Name)]
public sealed class CutOffFlightTests(ServersFixture servers)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [SkippableTheory]
    [InlineData(ServerKind.Embedded)]
    [InlineData(ServerKind.Redis)]
    public async Task GetOrCreate_CutOffWhileFlightFromBeforeGoesOnAndOthersInvalidate_RecomputesInsteadOfJoining(ServerKind kind)
    {
        (string joined, string first) = await RunAsync(kind, WhenDisconnected.Recompute);

        joined.Should().Be("made 2");
        first.Should().Be("made 1", "the caller from before may have what was true when it asked");
    }

    [SkippableTheory]
    [InlineData(ServerKind.Embedded)]
    [InlineData(ServerKind.Redis)]
    public async Task GetOrCreate_CutOffWhileFlightFromBeforeGoesOnAndStaleIsAllowed_Joins(ServerKind kind)
    {
        (string joined, _) = await RunAsync(kind, WhenDisconnected.ServeStale);

        joined.Should().Be("made 1");
    }

    private async Task<(string Joined, string First)> RunAsync(ServerKind kind, WhenDisconnected rule)
    {
        // Long enough for the first flight to begin in touch with the log on a busy machine too.
        TimeSpan lease = TimeSpan.FromSeconds(2);
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using FaultProxy proxy = FaultProxy.Start(int.Parse(server.ConnectionString.Split(':')[1]));
        await using TestNode cutOff = await TestNode.StartAsync(
            proxy.ConnectionString, ns, cache: o => o.WhenDisconnected = rule, coordination: o => o.MaxStaleness = lease);
        await using TestNode other = await TestNode.StartAsync(server.ConnectionString, ns);
        var began = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        int calls = 0;

        Task<string> first = cutOff.Cache.GetOrCreateAsync("code_gen:p:f:1", async (_, _) =>
        {
            string value = $"made {Interlocked.Increment(ref calls)}";
            began.SetResult();
            await go.Task;
            return value;
        }).AsTask();
        await began.Task;
        proxy.Blackhole();
        await other.Cache.InvalidateAsync(CacheScope.Prefix("code_gen:p"));
        long invalidated = Stopwatch.GetTimestamp();
        await WaitUntil.Async(() => Stopwatch.GetElapsedTime(invalidated) > lease && !cutOff.Inner.Follower.HasLease, Patience);

        Task<string> second = cutOff.Cache.GetOrCreateAsync("code_gen:p:f:1", (_, _) => ValueTask.FromResult($"made {Interlocked.Increment(ref calls)}")).AsTask();
        if (rule == WhenDisconnected.Recompute)
        {
            // It has its own factory, and does not wait for the one that still runs.
            await second.WaitAsync(Patience);
        }
        else
        {
            await WaitUntil.Async(() => cutOff.Inner.FlightCount == 1, Patience);
        }

        go.SetResult();
        return (await second.WaitAsync(Patience), await first.WaitAsync(Patience));
    }
}
