using System.Net;
using System.Net.Sockets;
using Garnet;

namespace CodeGen.Host.Hosting;

/// <summary>A Redis-compatible server (Garnet) inside this process, on a free port of the loopback interface. It lives as long as this object.</summary>
internal sealed class EmbeddedRedis : IDisposable
{
    private const int Attempts = 5;

    private readonly GarnetServer _server;
    private bool _disposed;

    private EmbeddedRedis(GarnetServer server, int port)
    {
        _server = server;
        Port = port;
    }

    public int Port { get; }

    public string ConnectionString => $"127.0.0.1:{Port}";

    public static EmbeddedRedis Start()
    {
        for (int attempt = 1; ; attempt++)
        {
            int port = FreePort();
            // Without the transaction mode of Lua, Garnet's scripts are not atomic, and the cache would refuse the server.
            var server = new GarnetServer(
                ["--port", port.ToString(), "--bind", "127.0.0.1", "--lua", "true", "--lua-transaction-mode", "true", "--memory", "256m", "--page", "4m", "--index", "16m", "-q"]);
            try
            {
                server.Start();
                return new EmbeddedRedis(server, port);
            }
            catch (Exception error) when (attempt < Attempts && error.GetBaseException() is SocketException)
            {
                // Somebody took the port between our look and the start.
                server.Dispose();
            }
        }
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _server.Dispose();
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
