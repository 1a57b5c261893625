using Xunit;

namespace CodeGen.Runtime.TestKit;

/// <summary>Starts servers of any kind, so that one suite runs as a theory over all of them.</summary>
public static class TestServers
{
    /// <summary>Every kind, as the data of a theory: <c>[MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]</c>.</summary>
    public static TheoryData<ServerKind> AllKinds => [.. Enum.GetValues<ServerKind>()];

    /// <summary>Starts a server.</summary>
    /// <param name="kind">Which; call <see cref="Requires.Server"/> first to skip where it cannot run.</param>
    public static async Task<ITestServer> StartAsync(ServerKind kind) => kind switch
    {
        ServerKind.Embedded => await EmbeddedServer.StartAsync(),
        ServerKind.Redis => await RedisServerProcess.StartAsync(),
        ServerKind.Cluster => await RedisCluster.StartAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of server."),
    };

    /// <summary>A prefix for keys and channels that no other test uses, so that tests can share a server.</summary>
    public static string UniqueNamespace() => $"t{Guid.NewGuid():N}";
}
