using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>
/// I13: a process that dies after its record and before its data leaves a miss, never a revival, not even when the record has been retired. The data lies on the server of the theory;
/// the log is one in this process, so that its time, which decides retention, is the test's.
/// </summary>
[Collection(ServersCollection.Name)]
public sealed class I13_DeathBetweenLogAndDataTests(ServersFixture servers)
{
    private static readonly GenerationKey s_key = GenerationKey.Sample;
    private static readonly TimeSpan s_shortRetention = TieredCacheOptions.DefaultMaxFactoryDuration + TimeSpan.FromMinutes(3);

    public static TheoryData<ServerKind, Doom> RemoveAndSet => Dooms.Cross(Doom.Remove, Doom.Set);

    [SkippableTheory]
    [MemberData(nameof(RemoveAndSet))]
    public async Task Write_DiedBeforeTheData_NobodyServesTheOldValue(ServerKind kind, Doom doom)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode dying = await HookedNode.StartAsync(server, ns, cache: o => o.InlineBytes = 0);
        await using HookedNode other = await HookedNode.StartAsync(server, ns);
        await StoreOldAsync(dying, other);

        dying.Store.Kill(StoreOperation.RemoveOlder, StoreOperation.WriteSet);
        await dying.BringAsync(doom);
        await other.CatchUpWithAsync(dying);

        (await other.Generations().TryGetAsync(s_key)).HasValue.Should().BeFalse();
        await using HookedNode fresh = await HookedNode.StartAsync(server, ns);
        CacheResult<string> read = await fresh.Generations().TryGetAsync(s_key);
        read.HasValue.Should().BeFalse();
        read.MissReason.Should().Be(CacheMissReason.InvalidatedKey, "the old value is still there, and known to be dead");
        (await fresh.Generations().GetOrCreateAsync(s_key, new CountingFactory("new").RunAsync)).Should().Be("new 1");
    }

    [SkippableTheory]
    [MemberData(nameof(RemoveAndSet))]
    public async Task Retire_AfterAWriterDiedBeforeTheData_TheDataGoesBeforeTheRecord(ServerKind kind, Doom doom)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        var time = new FakeTimeProvider();
        var log = new InProcessLogServer(time);
        await using HookedNode other = await HookedNode.StartAsync(server, ns, time, log: log);
        await using (HookedNode dying = await HookedNode.StartAsync(server, ns, time, cache: o => o.InlineBytes = 0, log: log))
        {
            await StoreOldAsync(dying, other);
            dying.Store.Kill(StoreOperation.RemoveOlder, StoreOperation.WriteSet);
            await dying.BringAsync(doom);
        }

        await using RawData raw = await RawData.ConnectAsync(server);
        (await raw.Database.KeyExistsAsync(RawData.KeyOf(ns, s_key))).Should().BeTrue("the death left it");

        await AgeAsync(time, other);
        await WaitUntil.Async(
            async () =>
            {
                await other.Inner.MaintainAsync(default);
                return (await log.GetLastAsync(Member, default)).Sequence == 0;
            },
            HookedNode.Patience,
            "the key's record is retired");

        (await raw.Database.KeyExistsAsync(RawData.KeyOf(ns, s_key))).Should().BeFalse("the sweep saw to it");
        await using HookedNode fresh = await HookedNode.StartAsync(server, ns, time, log: log);
        (await fresh.Generations().TryGetAsync(s_key)).HasValue.Should().BeFalse();
        (await other.Generations().TryGetAsync(s_key)).HasValue.Should().BeFalse();
    }

    [SkippableTheory]
    [MemberData(nameof(RemoveAndSet))]
    public async Task Retire_SweepCannotReachTheData_KeepsTheRecord(ServerKind kind, Doom doom)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        var time = new FakeTimeProvider();
        var log = new InProcessLogServer(time);
        await using HookedNode node = await HookedNode.StartAsync(server, ns, time, cache: o => o.InlineBytes = 0, log: log);
        await StoreOldAsync(node, node);
        node.Store.Kill(StoreOperation.RemoveOlder, StoreOperation.WriteSet);
        await node.BringAsync(doom);

        await AgeAsync(time, node);
        int before = node.Store.Calls(StoreOperation.RemoveOlder);
        await node.Inner.MaintainAsync(default);

        node.Store.Calls(StoreOperation.RemoveOlder).Should().BeGreaterThan(before, "the sweep was tried");
        (await log.GetLastAsync(Member, default)).Sequence.Should().BeGreaterThan(0);
        await using HookedNode fresh = await HookedNode.StartAsync(server, ns, time, log: log);
        (await fresh.Generations().TryGetAsync(s_key)).HasValue.Should().BeFalse();
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Retire_NewerValueUnderTheKey_Stays(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        var time = new FakeTimeProvider();
        var log = new InProcessLogServer(time);
        await using HookedNode node = await HookedNode.StartAsync(server, ns, time, log: log);
        await StoreOldAsync(node, node);
        await node.BringAsync(Doom.Remove);
        await node.Generations(o => o.LocalTimeToLive = TimeSpan.FromMinutes(1)).GetOrCreateAsync(s_key, new CountingFactory("new").RunAsync);

        await AgeAsync(time, node);
        await WaitUntil.Async(
            async () =>
            {
                await node.Inner.MaintainAsync(default);
                return (await log.GetLastAsync(Member, default)).Sequence == 0;
            },
            HookedNode.Patience,
            "the key's record is retired");

        CacheResult<string> read = await node.Generations().TryGetAsync(s_key);
        read.Value.Should().Be("new 1");
        (await node.Generations().ExplainAsync(s_key)).Shared!.Holds.Should().BeTrue("its frame is newer than the record that was retired");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Set_StoodStillBeforeItsDataUntilALaterRemovalWasRetired_IsRefused(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        var time = new FakeTimeProvider();
        var log = new InProcessLogServer(time);
        await using HookedNode zombie = await HookedNode.StartAsync(server, ns, time, cache: o => o.InlineBytes = 0, log: log);
        await using HookedNode other = await HookedNode.StartAsync(server, ns, time, log: log);
        await StoreOldAsync(other, other);

        // The real server's clock cannot be moved, so the ticket is made as old as the stand-still is long.
        zombie.Store.FrozenFor = s_shortRetention;
        Gate frozen = zombie.Store.PauseBefore(StoreOperation.WriteSet);
        Task set = zombie.Generations().SetAsync(s_key, "set").AsTask();
        await frozen.Reached;
        await other.Generations().RemoveAsync(s_key);
        await AgeAsync(time, other);
        await WaitUntil.Async(
            async () =>
            {
                await other.Inner.MaintainAsync(default);
                return (await log.GetLastAsync(Member, default)).Sequence == 0;
            },
            HookedNode.Patience,
            "the removal's record is retired");
        frozen.Open();
        await set;

        zombie.Store.Outcomes.Should().Equal(WriteOutcome.TooLate);
        await using HookedNode fresh = await HookedNode.StartAsync(server, ns, time, log: log);
        (await fresh.Generations().TryGetAsync(s_key)).HasValue.Should().BeFalse();
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Factory_DiedBeforeItsData_NothingIsThereAndTheNextNodeMakesIt(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode dying = await HookedNode.StartAsync(server, ns);
        await using HookedNode other = await HookedNode.StartAsync(server, ns);
        dying.Store.Kill(StoreOperation.WriteCreated);

        (await dying.Generations().GetOrCreateAsync(s_key, new CountingFactory().RunAsync)).Should().Be("made 1");

        (await other.Generations().GetOrCreateAsync(s_key, new CountingFactory("other").RunAsync)).Should().Be("other 1");
    }

    private static string Member => EntryMember.Of("code_gen", s_key.ToKeyText());

    private static async Task StoreOldAsync(HookedNode maker, HookedNode reader)
    {
        await maker.Generations().GetOrCreateAsync(s_key, new CountingFactory("old").RunAsync);
        (await reader.Generations().TryGetAsync(s_key)).Value.Should().Be("old 1");
    }

    /// <summary>Lets the short retention pass; a later record carries the time mark by which the server knows.</summary>
    private static async Task AgeAsync(FakeTimeProvider time, HookedNode node)
    {
        time.Advance(TimeSpan.FromSeconds(2));
        await node.Cache.InvalidateTagAsync("another");
        time.Advance(s_shortRetention);
    }
}
