using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CodeGen.Runtime.TestKit.Processes;

namespace CodeGen.Runtime.TestKit.Faults;

/// <summary>
/// A TCP proxy on a loopback port that can be told to fail: to cut, refuse, swallow and delay connections of any protocol, and
/// to drop, duplicate, hold and reorder the messages that a RESP2 or RESP3 server publishes to its subscribers. Whatever no
/// fault was asked for passes byte by byte. Members are safe to call from any thread.
/// </summary>
public sealed partial class FaultProxy : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ProxyConnection, Task> _connections = new();
    private readonly Lock _sync = new();
    private TcpListener? _listener;
    private volatile ProxyMode _mode = ProxyMode.Open;
    private volatile IPEndPoint _target;

    private FaultProxy(int targetPort, bool looksForMessages)
    {
        LooksForMessages = looksForMessages;
        _target = new IPEndPoint(IPAddress.Loopback, targetPort);
        for (var attempt = 1; _listener is null; attempt++)
        {
            Port = LoopbackPort.Next();
            try
            {
                Listen();
            }
            catch (SocketException) when (attempt < 5)
            {
                // Somebody took the port since it was found free; draw another.
            }
        }
    }

    /// <summary>The loopback port on which it listens.</summary>
    public int Port { get; private set; }

    /// <summary>For StackExchange.Redis: this proxy's address, without options.</summary>
    public string ConnectionString => $"127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The server. A new one holds for connections made from now on; see <see cref="SwitchTo"/>.</summary>
    public IPEndPoint Target
    {
        get => _target;
        set => _target = value;
    }

    /// <summary>How many connections are open.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>How much later bytes reach the server than they left the client; zero by default.</summary>
    public TimeSpan LatencyToServer { get; set; }

    /// <summary>How much later bytes reach the client than they left the server; zero by default.</summary>
    public TimeSpan LatencyToClient { get; set; }

    /// <summary>Whether connections that are made from now on are cut at once, while those that are open live on.</summary>
    public bool DropNewConnections { get; set; }

    internal MessageFaults Messages { get; } = new();

    /// <summary>Other protocols than RESP might look like messages by chance, and would be held up.</summary>
    internal bool LooksForMessages { get; }

    internal bool Swallows => _mode == ProxyMode.Blackhole;

    /// <summary>Starts a proxy on a free port.</summary>
    /// <param name="targetPort">The server's loopback port.</param>
    public static FaultProxy Start(int targetPort) => new(targetPort, looksForMessages: true);

    /// <summary>Starts a proxy on a free port for a server that does not speak RESP.</summary>
    /// <param name="targetPort">The server's loopback port.</param>
    public static FaultProxy StartRaw(int targetPort) => new(targetPort, looksForMessages: false);

    /// <summary>Sends clients to another server: cuts all connections, and connects those made from now on to it.</summary>
    /// <param name="targetPort">The server's loopback port.</param>
    public void SwitchTo(int targetPort)
    {
        Target = new IPEndPoint(IPAddress.Loopback, targetPort);
        CutConnections();
    }

    /// <summary>Cuts all connections with a reset; new ones are taken.</summary>
    public void CutConnections() => Cut(_ => true);

    /// <summary>Cuts all connections with a reset and refuses new ones, until <see cref="Restore"/>.</summary>
    public void Sever()
    {
        lock (_sync)
        {
            _mode = ProxyMode.Severed;
            _listener?.Stop();
            _listener = null;
        }

        CutConnections();
    }

    /// <summary>Swallows every byte of every connection in both directions, old and new, and closes none, until <see cref="Restore"/>.</summary>
    public void Blackhole()
    {
        lock (_sync)
        {
            _mode = ProxyMode.Blackhole;
            Listen();
        }
    }

    /// <summary>
    /// Ends <see cref="Sever"/> and <see cref="Blackhole"/>. Connections that lost bytes to the black hole are cut, since what
    /// would follow makes no sense to either side; the others go on.
    /// </summary>
    public void Restore()
    {
        lock (_sync)
        {
            _mode = ProxyMode.Open;
            Listen();
        }

        Cut(connection => connection.HasHole);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Sever();
        await Task.WhenAll(_connections.Values);
    }

    private void Cut(Func<ProxyConnection, bool> which)
    {
        foreach (var connection in _connections.Keys.Where(which))
        {
            connection.Cut();
        }
    }

    private void Listen()
    {
        if (_listener is null)
        {
            var listener = new TcpListener(IPAddress.Loopback, Port);
            listener.Start();
            _listener = listener;
            _ = AcceptAsync(listener);
        }
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptSocketAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            Admit(client);
        }
    }

    private void Admit(Socket client)
    {
        lock (_sync)
        {
            var connection = new ProxyConnection(this, client);
            if (DropNewConnections || _mode == ProxyMode.Severed)
            {
                connection.Cut();
                return;
            }

            // Registered before it runs, so that nobody cuts all connections and misses this one.
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _connections[connection] = RunAsync(connection, Swallows ? null : Target, started.Task);
            started.SetResult();
        }
    }

    private async Task RunAsync(ProxyConnection connection, IPEndPoint? target, Task started)
    {
        await started;
        await connection.RunAsync(target);
        _connections.TryRemove(connection, out _);
    }
}
