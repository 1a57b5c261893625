namespace CodeGen.Runtime.TestKit;

/// <summary>A server, or a cluster of them, on which a suite runs.</summary>
public interface ITestServer : IAsyncDisposable
{
    /// <summary>For StackExchange.Redis: the endpoints, without options.</summary>
    string ConnectionString { get; }

    /// <summary>What it is.</summary>
    ServerKind Kind { get; }

    /// <summary>Removes every key. Tests that share a server isolate themselves by <see cref="TestServers.UniqueNamespace"/> instead.</summary>
    Task FlushAllAsync();
}
