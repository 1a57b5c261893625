using System.Text;
using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using StackExchange.Redis;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>I9: notifications that come late, twice, in another order or not at all change nothing; neither does anything else on their channel.</summary>
[Collection(ServersCollection.Name)]
public sealed class I09_NotificationOrderTests(ServersFixture servers)
{
    private const int Operations = 60;

    /// <summary>What happens to notifications on their way.</summary>
    public enum Disorder
    {
        /// <summary>They all come late, the last one first.</summary>
        Reversed,

        /// <summary>Pairs change places.</summary>
        Swapped,

        /// <summary>Each comes twice.</summary>
        Doubled,

        /// <summary>Every other one is lost.</summary>
        Lost,
    }

    /// <summary>Each server with each disorder.</summary>
    public static TheoryData<ServerKind, Disorder> Disorders
    {
        get
        {
            var data = new TheoryData<ServerKind, Disorder>();
            foreach (Disorder disorder in Enum.GetValues<Disorder>())
            {
                data.Add(ServerKind.Embedded, disorder);
                data.Add(ServerKind.Redis, disorder);
            }

            return data;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Disorders))]
    public async Task Notifications_InDisorder_LeaveTheNodeWhereAnyOtherIs(ServerKind kind, Disorder disorder)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);
        await using ProxiedNode b = await ProxiedNode.StartAsync(server, ns);
        CacheRegion<DocumentKey, string> onA = Documents.Of(a);
        CacheRegion<DocumentKey, string> onB = Documents.Of(b.Node);
        DocumentKey[] keys = [.. Enumerable.Range(0, 12).Select(i => new DocumentKey($"p{i % 3}", $"{i % 4}.cs", $"{i}"))];
        foreach (DocumentKey key in keys)
        {
            await onA.MakeAsync("first", key);
            await onB.LookAsync(key);
        }

        await WaitUntil.Async(() => b.Node.Inner.Follower.Position == a.Inner.Follower.Position, TimeSpan.FromSeconds(10));
        Begin(b, disorder);
        long before = b.Node.Inner.Follower.Position.Sequence;
        int seen = b.Proxy.MessagesSeen;
        for (int i = 0; i < Operations; i++)
        {
            DocumentKey key = keys[i * 7 % keys.Length];
            await ((i % 4) switch
            {
                0 => onA.SetAsync(key, $"set {i}"),
                1 => onA.RemoveAsync(key),
                2 => onA.InvalidateAsync(DocumentKey.Scope(file: key.File)),
                _ => onA.InvalidateAsync(DocumentKey.Scope(project: key.Project)),
            });
        }

        await WaitUntil.Async(() => b.Proxy.MessagesSeen >= seen + Operations, TimeSpan.FromSeconds(10));
        if (disorder == Disorder.Reversed)
        {
            b.Proxy.ReleaseMessages(reverse: true);
        }

        b.Proxy.ClearMessageFaults();
        await b.RegainLeaseAsync();
        await WaitUntil.Async(() => b.Node.Inner.Follower.Position == a.Inner.Follower.Position, TimeSpan.FromSeconds(10));

        b.Node.Inner.Follower.Position.Sequence.Should().BeGreaterThanOrEqualTo(before + Operations);
        foreach (DocumentKey key in keys)
        {
            (await onB.LookAsync(key)).Should().Be(await onA.LookAsync(key), "of {0}", key);
            long[] onNodeA = [.. (await onA.ExplainAsync(key)).Scopes.Select(s => s.LastInvalidated)];
            (await onB.ExplainAsync(key)).Scopes.Select(s => s.LastInvalidated).Should().Equal(onNodeA);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Doorbell_OldRecordsRungAgain_ReviveNothingAndKillNothing(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using ConnectionMultiplexer outsider = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var heard = new List<RedisValue>();
        await outsider.GetSubscriber().SubscribeAsync(Logs.BellOf(ns), (_, message) =>
        {
            lock (heard)
            {
                heard.Add(message);
            }
        });
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);
        CacheRegion<DocumentKey, string> onA = Documents.Of(a);
        await onA.SetAsync(Documents.Key, "first");
        await onA.RemoveAsync(Documents.Key);
        await onA.InvalidateAsync(DocumentKey.Scope(project: "p"));
        await onA.SetAsync(Documents.Key, "second");
        var kept = new DocumentKey("q", "b.cs", "1");
        await onA.MakeAsync("kept", kept);
        long sequence = a.Inner.Follower.Position.Sequence;
        await WaitUntil.Async(() => Locked(heard, h => h.Count) >= sequence, TimeSpan.FromSeconds(10));

        // All of them again, the last first, and twice.
        RedisValue[] again = Locked(heard, h => h.AsEnumerable().Reverse().ToArray());
        foreach (RedisValue message in again.Concat(again))
        {
            await outsider.GetSubscriber().PublishAsync(Logs.BellOf(ns), message);
        }

        // A record of its own comes after them on the same channel: what was rung before it has been heard.
        await onA.InvalidateAsync(DocumentKey.Scope(project: "unrelated"));
        a.Inner.Follower.Position.Sequence.Should().Be(sequence + 1);
        (await onA.LookAsync()).Should().Be("second");
        (await onA.TryGetAsync(kept)).Should().Match<CacheResult<string>>(r => r.Value == "kept" && r.Tier == CacheTier.Local);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Doorbell_Garbage_IsIgnoredAndTheNodeGoesOn(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using ConnectionMultiplexer outsider = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);
        await using TestNode b = await TestNode.StartAsync(server.ConnectionString, ns);
        CacheRegion<DocumentKey, string> onA = Documents.Of(a);
        CacheRegion<DocumentKey, string> onB = Documents.Of(b);
        await onA.MakeAsync("old");
        (await onB.LookAsync()).Should().Be("old");
        string epoch = $"{a.Inner.Follower.Position.Epoch:x16}";
        byte[] body = new Coordination.LogRecord(["sdoc:p:"]).EncodeBody(7);
        byte[] whole = [.. Encoding.ASCII.GetBytes($"{epoch}|1|0|0|0|"), .. body];

        IEnumerable<byte[]> garbage =
        [
            [],
            [0],
            [0xff, 0xfe],
            new byte[100_000],
            .. Enumerable.Range(0, whole.Length).Select(length => whole[..length]),
            Encoding.ASCII.GetBytes($"{epoch}|99999999999999999999|0|0|0|"),
            Encoding.ASCII.GetBytes($"{epoch}|-5|-5|-5|0|"),
            Encoding.ASCII.GetBytes("|||||"),
            [.. Encoding.ASCII.GetBytes("feedfacefeedface|5|0|0|0|"), .. body],
            [.. Encoding.ASCII.GetBytes($"{epoch}|1|0|0|0|"), .. new byte[9], 0xff, 0xff],
        ];
        foreach (byte[] message in garbage)
        {
            await outsider.GetSubscriber().PublishAsync(Logs.BellOf(ns), message);
        }

        (await onB.LookAsync()).Should().Be("old", "nothing invalidated it");
        await onA.RemoveAsync(Documents.Key);
        await WaitUntil.Async(async () => await onB.LookAsync() is null, TimeSpan.FromSeconds(10));
        await onA.MakeAsync("new");
        (await onB.LookAsync()).Should().Be("new");
    }

    private static void Begin(ProxiedNode node, Disorder disorder)
    {
        switch (disorder)
        {
            case Disorder.Reversed:
                node.Proxy.HoldMessages();
                break;
            case Disorder.Swapped:
                for (int i = 0; i < Operations / 2; i++)
                {
                    node.Proxy.ReorderMessages(2);
                }

                break;
            case Disorder.Doubled:
                node.Proxy.DuplicateMessages();
                break;
            default:
                int count = 0;
                node.Proxy.DropMessages(_ => Interlocked.Increment(ref count) % 2 == 0);
                break;
        }
    }

    private static T Locked<T>(List<RedisValue> heard, Func<List<RedisValue>, T> read)
    {
        lock (heard)
        {
            return read(heard);
        }
    }
}
