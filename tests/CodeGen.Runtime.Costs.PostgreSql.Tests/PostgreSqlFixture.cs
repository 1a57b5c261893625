using CodeGen.Runtime.TestKit;
using Xunit;

namespace CodeGen.Runtime.Costs.PostgreSql.Tests;

/// <summary>One server for the tests of a collection; each takes a database of its own. Tests that crash a server start their own.</summary>
public sealed class PostgreSqlFixture : IAsyncLifetime
{
    /// <summary>What a killed process has written survives it; that a machine's failure does not matter here.</summary>
    public const string NoSync = "fsync=off";

    private readonly Lazy<Task<PostgreSqlServer>> _server = new(static () => PostgreSqlServer.StartAsync(NoSync));

    /// <summary>The server and an empty database; skips the calling test where there can be none.</summary>
    public async Task<TestDatabase> DatabaseAsync()
    {
        Requires.PostgreSql();
        PostgreSqlServer server = await _server.Value;
        return new TestDatabase(server, await server.CreateDatabaseAsync());
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
