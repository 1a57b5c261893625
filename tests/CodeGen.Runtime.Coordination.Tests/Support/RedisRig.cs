using CodeGen.Runtime.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace CodeGen.Runtime.Coordination.Tests;

/// <summary>A connection to a test server, and the log on it under a name of its own.</summary>
internal sealed class RedisRig : IAsyncDisposable
{
    public RedisRig(string connectionString, string? name = null)
    {
        Name = name ?? TestServers.UniqueNamespace();

        // A busy machine is slow now and then; a command that timed out would make a test wrong.
        Options = new CoordinationOptions { Configuration = connectionString, CommandTimeout = TimeSpan.FromSeconds(20), ConnectTimeout = TimeSpan.FromSeconds(30) };
        Connection = new RedisConnection(Options, NullLogger.Instance);
        Log = new RedisLogServer(Connection, Options, Name);
    }

    public string Name { get; }

    public string LogKey => $"{Name}:{{{Name}-log}}";

    public CoordinationOptions Options { get; }

    public RedisConnection Connection { get; }

    public RedisLogServer Log { get; }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        await Connection.DisposeAsync();
    }
}
