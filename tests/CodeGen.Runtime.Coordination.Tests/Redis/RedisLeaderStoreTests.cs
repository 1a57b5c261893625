using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Coordination.Tests;

/// <summary>Candidates for one role, across nodes.</summary>
[Collection(ServersCollection.Name)]
public sealed class RedisLeaderStoreTests(ServersFixture servers)
{
    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Hold_TwoCandidates_OneLeadsUntilItReleases(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using var rig = new RedisRig(server.ConnectionString);
        var store = new RedisLeaderStore(rig.Connection, rig.Name);
        TimeSpan life = TimeSpan.FromMinutes(5);

        (await store.TryHoldAsync("r", "one", life, CancellationToken.None)).Should().BeTrue();
        (await store.TryHoldAsync("r", "two", life, CancellationToken.None)).Should().BeFalse();
        (await store.TryHoldAsync("r", "one", life, CancellationToken.None)).Should().BeTrue();
        await store.ReleaseAsync("r", "two", CancellationToken.None);
        (await store.TryHoldAsync("r", "two", life, CancellationToken.None)).Should().BeFalse();
        await store.ReleaseAsync("r", "one", CancellationToken.None);
        (await store.TryHoldAsync("r", "two", life, CancellationToken.None)).Should().BeTrue();
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Hold_TermRunsOut_OtherTakesOver(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using var rig = new RedisRig(server.ConnectionString);
        var store = new RedisLeaderStore(rig.Connection, rig.Name);
        (await store.TryHoldAsync("r", "one", TimeSpan.FromMilliseconds(50), CancellationToken.None)).Should().BeTrue();

        await WaitUntil.Async(() => store.TryHoldAsync("r", "two", TimeSpan.FromMinutes(5), CancellationToken.None), TimeSpan.FromSeconds(30));

        (await store.TryHoldAsync("r", "one", TimeSpan.FromMinutes(5), CancellationToken.None)).Should().BeFalse();
    }
}
