using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CodeGen.Runtime.TestKit.Tests.Faults;

/// <summary>Greets, and then answers every byte with itself until the client's end.</summary>
internal sealed class EchoServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _greeting;

    public EchoServer(string greeting)
    {
        _greeting = Encoding.ASCII.GetBytes(greeting);
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            _ = EchoAsync(await _listener.AcceptTcpClientAsync());
        }
    }

    private async Task EchoAsync(TcpClient client)
    {
        using (client)
        {
            await client.GetStream().WriteAsync(_greeting);
            await client.GetStream().CopyToAsync(client.GetStream());
        }
    }
}
