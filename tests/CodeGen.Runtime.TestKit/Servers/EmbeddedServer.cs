using System.Globalization;
using System.Net.Sockets;
using CodeGen.Runtime.TestKit.Processes;
using Garnet;

namespace CodeGen.Runtime.TestKit;

/// <summary>A RESP server inside the test process: Redis semantics on a machine without Redis.</summary>
public sealed class EmbeddedServer : ITestServer
{
    private const int MostAttempts = 5;
    private readonly GarnetServer _server;

    private EmbeddedServer(GarnetServer server, int port)
    {
        _server = server;
        Port = port;
    }

    /// <summary>The loopback port.</summary>
    public int Port { get; }

    /// <inheritdoc/>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <inheritdoc/>
    public ServerKind Kind => ServerKind.Embedded;

    /// <summary>Starts a server on a free port.</summary>
    /// <param name="atomicScripts">
    /// Whether scripts run as transactions. Without, two scripts can interleave; the library's server check must refuse such a server.
    /// </param>
    public static async Task<EmbeddedServer> StartAsync(bool atomicScripts = true)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = LoopbackPort.Next();
            try
            {
                // Start-up does blocking work for some hundred milliseconds.
                return await Task.Run(() => Start(port, atomicScripts));
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse && attempt < MostAttempts)
            {
                // Somebody took the port since it was found free; draw another.
            }
        }
    }

    /// <inheritdoc/>
    public Task FlushAllAsync() => RespClient.ExecuteAsync(Port, "FLUSHALL");

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private static EmbeddedServer Start(int port, bool atomicScripts)
    {
        string[] scripts = atomicScripts ? ["--lua-transaction-mode", "true"] : [];
        var server = new GarnetServer(
            [
                "--port", port.ToString(CultureInfo.InvariantCulture),
                "--bind", "127.0.0.1",
                "--lua", "true",
                .. scripts,
                "--memory", "256m",
                "--page", "4m",
                "--index", "16m",
                "-q",
            ]);
        try
        {
            server.Start();
            return new EmbeddedServer(server, port);
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }
}
