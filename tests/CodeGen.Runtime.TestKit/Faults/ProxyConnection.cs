using System.Net;
using System.Net.Sockets;

namespace CodeGen.Runtime.TestKit.Faults;

/// <summary>One client's connection through a proxy.</summary>
internal sealed class ProxyConnection : IDisposable
{
    private const int PieceSize = 64 * 1024;
    private readonly FaultProxy _proxy;
    private readonly Socket _client;
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    // Has no timer and hence nothing to dispose of; a cut may come at any time, also after the end.
    private readonly CancellationTokenSource _cut = new();

    public ProxyConnection(FaultProxy proxy, Socket client)
    {
        _proxy = proxy;
        _client = client;
        _client.NoDelay = true;
    }

    /// <summary>Whether bytes were swallowed: the stream has a hole, and must not be used again.</summary>
    public bool HasHole { get; private set; }

    /// <summary>Pumps both ways until either side ends or the connection is cut.</summary>
    /// <param name="target">The server; null while the proxy is a black hole.</param>
    public async Task RunAsync(IPEndPoint? target)
    {
        try
        {
            if (target is null)
            {
                HasHole = true;
                await SwallowAsync();
                return;
            }

            await _server.ConnectAsync(target, _cut.Token);
            var toServer = new DelayedWriter(_server, () => _proxy.LatencyToServer);
            var toClient = new DelayedWriter(_client, () => _proxy.LatencyToClient);
            var filter = new MessageFilter(_proxy.Messages, toClient.Enqueue);
            List<Task> pumps =
            [
                ReadAsync(_client, toServer, isToServer: true, piece => toServer.Enqueue(piece.ToArray())),
                ReadAsync(_server, toClient, isToServer: false, piece => Take(filter, toClient, piece)),
                WriteAsync(toServer, _server),
                WriteAsync(toClient, _client),
            ];
            while (pumps.Count > 0)
            {
                // Awaited as they end, so that the first failure ends the connection.
                var ended = await Task.WhenAny(pumps);
                pumps.Remove(ended);
                await ended;
            }

            // Both sides ended in order: closed without a reset, which would overtake what they have yet to read.
            _client.Dispose();
            _server.Dispose();
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The peers see it as what it is: the end of their connection.
        }
        finally
        {
            Cut();
        }
    }

    /// <summary>Cuts both sides at once, with resets: what was under way is lost.</summary>
    public void Cut()
    {
        _cut.Cancel();
        Reset(_client);
        Reset(_server);
    }

    public void Dispose() => Cut();

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Closed already.
        }

        socket.Dispose();
    }

    private void Take(MessageFilter filter, DelayedWriter toClient, ReadOnlyMemory<byte> piece)
    {
        if (!_proxy.LooksForMessages)
        {
            toClient.Enqueue(piece.ToArray());
            return;
        }

        lock (_proxy.Messages.Sync)
        {
            filter.Process(piece.Span);
        }
    }

    private async Task ReadAsync(Socket from, DelayedWriter to, bool isToServer, Action<ReadOnlyMemory<byte>> take)
    {
        var buffer = new byte[PieceSize];
        while (true)
        {
            var length = await from.ReceiveAsync(buffer, SocketFlags.None, _cut.Token);
            if (length == 0)
            {
                to.Complete();
                return;
            }

            if (_proxy.Swallows)
            {
                HasHole = true;
                continue;
            }

            if (_proxy.Trap is { } trap && trap.Takes(isToServer, buffer.AsSpan(0, length)))
            {
                Cut();
                return;
            }

            take(buffer.AsMemory(0, length));
            await to.WaitForRoomAsync(_cut.Token);
        }
    }

    private async Task WriteAsync(DelayedWriter writer, Socket to)
    {
        await writer.RunAsync(_cut.Token);
        to.Shutdown(SocketShutdown.Send);
    }

    private async Task SwallowAsync()
    {
        var buffer = new byte[PieceSize];
        while (await _client.ReceiveAsync(buffer, SocketFlags.None, _cut.Token) > 0)
        {
            // The bytes are gone.
        }
    }
}
