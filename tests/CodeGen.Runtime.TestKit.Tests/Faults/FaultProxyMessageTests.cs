using CodeGen.Runtime.TestKit.Faults;
using StackExchange.Redis;

namespace CodeGen.Runtime.TestKit.Tests.Faults;

public class FaultProxyMessageTests(ServersFixture servers) : IClassFixture<ServersFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<ServerKind, RedisProtocol> Combinations => new()
    {
        { ServerKind.Embedded, RedisProtocol.Resp2 },
        { ServerKind.Embedded, RedisProtocol.Resp3 },
        { ServerKind.Redis, RedisProtocol.Resp2 },
        { ServerKind.Redis, RedisProtocol.Resp3 },
    };

    [SkippableTheory]
    [MemberData(nameof(Combinations))]
    public async Task Messages_can_be_dropped_doubled_held_and_reordered(ServerKind kind, RedisProtocol protocol)
    {
        var server = await servers.GetAsync(kind);
        await using var proxy = FaultProxy.Start(PortOf(server));
        var options = ConfigurationOptions.Parse(proxy.ConnectionString);
        options.Protocol = protocol;
        await using var subscriber = await ConnectionMultiplexer.ConnectAsync(options);
        await using var publisher = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        subscriber.GetServers()[0].Protocol.Should().Be(protocol);
        var channel = RedisChannel.Literal(TestServers.UniqueNamespace());
        var messages = await subscriber.GetSubscriber().SubscribeAsync(channel);
        bool Ours(string name) => name == (string?)channel;
        async Task PublishAsync(params int[] values)
        {
            foreach (var value in values)
            {
                await publisher.GetSubscriber().PublishAsync(channel, value);
            }
        }

        async Task ExpectAsync(params int[] values)
        {
            foreach (var value in values)
            {
                ((int)(await messages.ReadAsync().AsTask().WaitAsync(Patience)).Message).Should().Be(value);
            }
        }

        proxy.DropMessages(Ours, count: 2);
        await PublishAsync(1, 2, 3);
        await ExpectAsync(3);

        proxy.DuplicateMessages(Ours, count: 1);
        await PublishAsync(4, 5);
        await ExpectAsync(4, 4, 5);

        proxy.ReorderMessages(3, Ours);
        await PublishAsync(6, 7, 8, 9);
        await ExpectAsync(8, 7, 6, 9);

        proxy.HoldMessages(Ours);
        await PublishAsync(10, 11, 12);
        await WaitUntil.Async(() => proxy.MessagesHeld == 3, Patience);
        await subscriber.GetDatabase().StringSetAsync((string)channel!, "replies pass while messages wait");
        messages.TryRead(out _).Should().BeFalse();
        proxy.ReleaseMessages(reverse: true);
        await PublishAsync(13);
        await ExpectAsync(12, 11, 10, 13);

        proxy.HoldMessages(name => name == "another");
        await PublishAsync(14);
        await ExpectAsync(14);
        (proxy.MessagesDropped, proxy.MessagesDuplicated, proxy.MessagesHeld).Should().Be((2, 1, 0));
    }

    private static int PortOf(ITestServer server) =>
        server is EmbeddedServer embedded ? embedded.Port : ((RedisServerProcess)server).Port;
}
