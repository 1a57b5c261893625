using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Coordination.Tests;

/// <summary>Which servers are taken.</summary>
[Collection(ServersCollection.Name)]
public sealed class ServerCheckTests(ServersFixture servers)
{
    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Connect_GoodServer_IsTaken(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using var rig = new RedisRig(server.ConnectionString);

        await rig.Log.RenewAsync(false, CancellationToken.None);

        rig.Connection.Refusal.Should().BeNull();
        rig.Connection.IsReachable.Should().BeTrue();
    }

    [Fact]
    public async Task Connect_ScriptsNotAtomic_IsRefusedWithTheRemedy()
    {
        await using EmbeddedServer server = await EmbeddedServer.StartAsync(atomicScripts: false);
        await using var rig = new RedisRig(server.ConnectionString);

        Func<Task> renew = () => rig.Log.RenewAsync(false, CancellationToken.None);

        await renew.Should().ThrowAsync<CoordinationException>().WithMessage("*not atomic*--lua-transaction-mode*");
        await renew.Should().ThrowAsync<CoordinationException>().WithMessage("*not atomic*");
        rig.Connection.Refusal.Should().NotBeNull();
    }
}
