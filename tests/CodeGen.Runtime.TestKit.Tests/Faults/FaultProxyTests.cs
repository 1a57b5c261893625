using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using CodeGen.Runtime.TestKit.Faults;

namespace CodeGen.Runtime.TestKit.Tests.Faults;

public sealed class FaultProxyTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly EchoServer _echo = new("one");
    private FaultProxy _proxy = null!;

    public Task InitializeAsync()
    {
        _proxy = FaultProxy.Start(_echo.Port);
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _proxy.DisposeAsync().AsTask();

    public void Dispose() => _echo.Dispose();

    [Fact]
    public async Task Any_bytes_pass_in_both_directions_and_so_does_the_end()
    {
        using var client = await ConnectAsync();
        var stream = client.GetStream();
        var sent = RandomNumberGenerator.GetBytes(20 * 1024 * 1024);
        var received = new byte[sent.Length];

        var writing = Task.Run(async () =>
        {
            await stream.WriteAsync(sent);
            client.Client.Shutdown(SocketShutdown.Send);
        });
        await stream.ReadExactlyAsync(received).AsTask().WaitAsync(Patience);
        await writing;

        received.AsSpan().SequenceEqual(sent).Should().BeTrue();
        (await stream.ReadAsync(received)).Should().Be(0);
        await WaitUntil.Async(() => _proxy.ConnectionCount == 0, Patience);
    }

    [Fact]
    public async Task Latency_delays_each_direction_and_does_not_add_up_over_pieces()
    {
        using var client = await ConnectAsync();
        _proxy.LatencyToServer = TimeSpan.FromMilliseconds(100);
        _proxy.LatencyToClient = TimeSpan.FromMilliseconds(200);
        var start = Stopwatch.GetTimestamp();

        for (byte i = 0; i < 100; i++)
        {
            await client.GetStream().WriteAsync(new[] { i });
        }

        await client.GetStream().ReadExactlyAsync(new byte[100]).AsTask().WaitAsync(Patience);

        Stopwatch.GetElapsedTime(start).Should().BeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(299)).And.BeLessThan(TimeSpan.FromSeconds(25));
    }

    [Fact]
    public async Task Severed_it_cuts_and_refuses_until_it_is_restored()
    {
        using var client = await ConnectAsync();
        await EchoAsync(client);

        _proxy.Sever();

        await ExpectCutAsync(client);
        await this.Invoking(_ => ConnectAsync()).Should().ThrowAsync<SocketException>();
        _proxy.Restore();
        using var later = await ConnectAsync();
        await EchoAsync(later);
    }

    [Fact]
    public async Task A_black_hole_swallows_and_closes_nothing()
    {
        using var before = await ConnectAsync();
        using var idle = await ConnectAsync();
        await EchoAsync(before);
        await EchoAsync(idle);

        _proxy.Blackhole();
        using var during = await ConnectAsync();
        await before.GetStream().WriteAsync(new byte[1]);
        await during.GetStream().WriteAsync(new byte[1]);

        var answers = Task.WhenAny(before.GetStream().ReadAsync(new byte[1]).AsTask(), during.GetStream().ReadAsync(new byte[1]).AsTask());
        await answers.Invoking(it => it.WaitAsync(TimeSpan.FromMilliseconds(300))).Should().ThrowAsync<TimeoutException>();

        _proxy.Restore();
        await EchoAsync(idle);
        await answers.Invoking(async it => await await it.WaitAsync(Patience)).Should().ThrowAsync<IOException>("what lost bytes is cut");
    }

    [Fact]
    public async Task New_connections_can_be_dropped_while_old_ones_live()
    {
        using var old = await ConnectAsync();
        await EchoAsync(old);

        _proxy.DropNewConnections = true;

        var connect = async () =>
        {
            using var dropped = await ConnectAsync();
            await dropped.GetStream().ReadExactlyAsync(new byte[1]).AsTask().WaitAsync(Patience);
        };
        (await connect.Should().ThrowAsync<Exception>()).Which.Should().Match(it => it is SocketException || it is IOException, "the reset comes during the connect or after it");
        await EchoAsync(old);
    }

    [Fact]
    public async Task Clients_can_be_switched_to_another_server()
    {
        using var other = new EchoServer("two");
        using var client = await ConnectAsync(greeting: "one");

        _proxy.SwitchTo(other.Port);

        await ExpectCutAsync(client);
        using var later = await ConnectAsync(greeting: "two");
        await EchoAsync(later);
    }

    private async Task<TcpClient> ConnectAsync(string? greeting = null)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _proxy.Port);
        if (!_proxy.DropNewConnections && !_proxy.Swallows)
        {
            var bytes = new byte[3];
            await client.GetStream().ReadExactlyAsync(bytes).AsTask().WaitAsync(Patience);
            System.Text.Encoding.ASCII.GetString(bytes).Should().Be(greeting ?? "one");
        }

        return client;
    }

    private static async Task EchoAsync(TcpClient client)
    {
        await client.GetStream().WriteAsync(new byte[] { 42 });
        var answer = new byte[1];
        await client.GetStream().ReadExactlyAsync(answer).AsTask().WaitAsync(Patience);
        answer[0].Should().Be(42);
    }

    private static async Task ExpectCutAsync(TcpClient client) =>
        await client.Invoking(it => it.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(Patience)).Should().ThrowAsync<IOException>();
}
