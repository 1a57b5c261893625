using System.Globalization;
using CodeGen.Runtime.TestKit;
using CodeGen.Runtime.TestKit.Processes;

namespace CodeGen.Runtime.Conformance;

/// <summary>The server behind <c>--redis</c>, and what may be done to it: everything to one that was started for the run, nothing that concerns others to one that was there before.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private ITestServer? _own;

    private ServerUnderTest(ITestServer? own, int port)
    {
        _own = own;
        Port = port;
    }

    /// <summary>The loopback port; another one after a restart of the embedded server.</summary>
    public int Port { get; private set; }

    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>Whether it was started for this run alone.</summary>
    public bool IsOwn => _own is not null;

    /// <summary>The real process, when it is one of ours.</summary>
    public RedisServerProcess? Process => _own as RedisServerProcess;

    public string Name => _own switch { RedisServerProcess => "redis-server", EmbeddedServer => "embedded", _ => $"the server at {ConnectionString}" };

    /// <summary>Starts or finds the server.</summary>
    /// <exception cref="UsageException">The value of <c>--redis</c> is not usable here.</exception>
    public static async Task<ServerUnderTest> OpenAsync(string redis)
    {
        switch (redis)
        {
            case "start":
                if (!RedisServerProcess.IsAvailable)
                {
                    throw new UsageException($"--redis start needs redis-server on the PATH; {RedisServerProcess.InstallHint}, or use --redis embedded.");
                }

                RedisServerProcess process = await RedisServerProcess.StartAsync();
                return new ServerUnderTest(process, process.Port);
            case "embedded":
                EmbeddedServer embedded = await EmbeddedServer.StartAsync();
                return new ServerUnderTest(embedded, embedded.Port);
            default:
                string[] parts = redis.Split(':');
                if (parts is not [("localhost" or "127.0.0.1"), _] || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int port))
                {
                    throw new UsageException($"--redis '{redis}' is neither 'start', 'embedded' nor localhost:PORT; faults go through a proxy on this machine, so the server has to be on it.");
                }

                return new ServerUnderTest(own: null, port);
        }
    }

    public Task ExecuteAsync(params string[] command) => RespClient.ExecuteAsync(Port, command);

    public async Task<string> TextAsync(params string[] command) => (string?)await RespClient.ExecuteAsync(Port, command) ?? "";

    /// <summary>Ends the server as a crash would and starts an empty one.</summary>
    public async Task RestartAsync()
    {
        switch (_own)
        {
            case RedisServerProcess process:
                process.Kill();
                await process.RestartAsync();
                break;
            case EmbeddedServer embedded:
                await embedded.DisposeAsync();
                EmbeddedServer next = await EmbeddedServer.StartAsync();
                _own = next;
                Port = next.Port;
                break;
            default:
                throw new InvalidOperationException($"{Name} was not started for this run and is not restarted.");
        }
    }

    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
