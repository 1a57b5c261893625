using System.Globalization;
using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching;

/// <summary>The end of a life is told on the server's clock, and who knows that clock need not ask for it.</summary>
[Collection(ServersCollection.Name)]
public sealed class ServerClockTests(ServersFixture servers)
{
    /// <summary>Longer than what travels inside its record, so that it has to be read.</summary>
    private static readonly string s_value = new('v', 5_000);

    [SkippableTheory]
    [InlineData(ServerKind.Embedded)]
    [InlineData(ServerKind.Redis)]
    public async Task Now_OneServer_IsItsTimeAndGetsOldWithoutAnAnswer(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var time = new FakeTimeProvider();
        var clock = new ServerClock(time);
        clock.Now.Should().BeNull("nobody has asked");
        await AskAsync(clock, connection.GetDatabase());

        var parts = (RedisValue[])(await connection.GetDatabase().ExecuteAsync("TIME"))!;
        clock.Now!.Value.Should().BeCloseTo(((long)parts[0] * 1_000) + ((long)parts[1] / 1_000), 10_000);
        long before = clock.Now!.Value;
        time.Advance(TimeSpan.FromMilliseconds(1_500));
        clock.Now.Should().Be(before + 1_500, "it goes on by this process's own clock");
        time.Advance(TimeSpan.FromSeconds(1));
        clock.Now.Should().BeNull("the server's may have been set meanwhile");
        await AskAsync(clock, connection.GetDatabase());
    }

    [SkippableFact]
    public async Task Now_Cluster_IsNotKnown()
    {
        ITestServer server = await servers.GetAsync(ServerKind.Cluster);
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        var clock = new ServerClock(new FakeTimeProvider());
        for (int i = 0; i < 3; i++)
        {
            clock.Keep(connection.GetDatabase());
            await connection.GetDatabase().PingAsync();
        }

        clock.Now.Should().BeNull("each of its servers has a clock of its own");
    }

    [SkippableFact]
    public async Task Read_ClockIsKnown_AsksForTheValueAlone()
    {
        Requires.RedisServer();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        string ns = TestServers.UniqueNamespace();
        await using TestNode writer = await TestNode.StartAsync(server.ConnectionString, ns);
        await using TestNode reader = await TestNode.StartAsync(server.ConnectionString, ns);
        await ReadUntilTheClockIsKnownAsync(server, writer, reader);

        // What lives by being used says nothing of its end in its frame.
        await writer.Cache.SetAsync("sliding", s_value, new CacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(1) });
        long asked = await CallsAsync(server, "pttl");
        (await reader.Cache.TryGetAsync<string>("sliding")).Value.Should().Be(s_value);
        (await CallsAsync(server, "pttl")).Should().Be(asked + 1);
    }

    [SkippableFact]
    public async Task Read_LifeIsOverOnTheServersClock_IsAMissThoughTheKeyIsThere()
    {
        Requires.RedisServer();
        await using RedisServerProcess server = await RedisServerProcess.StartAsync();
        string ns = TestServers.UniqueNamespace();
        await using TestNode writer = await TestNode.StartAsync(server.ConnectionString, ns);
        await using TestNode reader = await TestNode.StartAsync(server.ConnectionString, ns);
        await ReadUntilTheClockIsKnownAsync(server, writer, reader);
        await writer.Cache.SetAsync("k", s_value, new CacheEntryOptions { TimeToLive = TimeSpan.FromSeconds(1) });

        // As if the server had kept it for ever: its own end is in the frame.
        string data = DataKey.Of(ns, EntryMember.Of("default", "k"), 1).Data;
        ((long)await server.ExecuteAsync("PERSIST", data)).Should().Be(1);
        await WaitUntil.Async(async () => !(await reader.Cache.TryGetAsync<string>("k")).HasValue, TimeSpan.FromSeconds(20), "its life is over");
    }

    [Fact]
    public void RemainingOf_FrameTellsItsEnd_IsWhatIsLeftAndWhatItIsKept()
    {
        var header = new FrameHeader { TimeToLive = TimeSpan.FromSeconds(10), ServerEndsAt = 5_000, StaleFor = TimeSpan.FromSeconds(3) };
        new SharedRead(default, null) { ServerNow = 1_000 }.RemainingOf(header).Should().Be(TimeSpan.FromSeconds(7));
        new SharedRead(default, null) { ServerNow = 9_000 }.RemainingOf(header).Should().Be(TimeSpan.FromSeconds(-1));
        new SharedRead(default, TimeSpan.FromSeconds(2)) { ServerNow = 1_000 }.RemainingOf(header).Should().Be(TimeSpan.FromSeconds(2), "it was asked for");
        new SharedRead(default, null).RemainingOf(header).Should().BeNull("the clock is not known");
        new SharedRead(default, null) { ServerNow = 1_000 }.RemainingOf(header with { Window = TimeSpan.FromSeconds(1) }).Should().BeNull("use prolongs it");
        new SharedRead(default, null) { ServerNow = 1_000 }.RemainingOf(header with { ServerEndsAt = 0 }).Should().BeNull();
    }

    private static Task AskAsync(ServerClock clock, IDatabase database) => WaitUntil.Async(
        () =>
        {
            clock.Keep(database);
            return clock.Now is not null;
        },
        TimeSpan.FromSeconds(20),
        "the server has told its time");

    private static Task ReadUntilTheClockIsKnownAsync(RedisServerProcess server, TestNode writer, TestNode reader)
    {
        int next = 0;
        return WaitUntil.Async(
            async () =>
            {
                string key = $"warm-up{next++}";
                await writer.Cache.SetAsync(key, s_value);
                long before = await CallsAsync(server, "pttl");
                (await reader.Cache.TryGetAsync<string>(key)).Value.Should().Be(s_value);
                return await CallsAsync(server, "pttl") == before;
            },
            TimeSpan.FromSeconds(20),
            "a read asks for no life");
    }

    private static async Task<long> CallsAsync(RedisServerProcess server, string command)
    {
        string info = (string)(await server.ExecuteAsync("INFO", "commandstats"))!;
        string? line = info.Split('\n').FirstOrDefault(l => l.StartsWith($"cmdstat_{command}:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split([':', '=', ','])[2], CultureInfo.InvariantCulture);
    }
}
