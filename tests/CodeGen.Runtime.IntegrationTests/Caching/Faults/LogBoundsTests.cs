using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Faults;

/// <summary>The log and its tables are bounded; what falls over the edge forgets values, and revives none.</summary>
[Collection(ServersCollection.Name)]
public sealed class LogBoundsTests(ServersFixture servers)
{
    [SkippableTheory]
    [MemberData(nameof(Documents.SingleServers), MemberType = typeof(Documents))]
    public async Task MaxLogRecords_TrimmedPastANode_ForgetsWhatItCannotJudge(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns, coordination: o => o.MaxLogRecords = 1_000);
        await using ProxiedNode b = await ProxiedNode.StartAsync(server, ns);
        CacheRegion<DocumentKey, string> onA = Documents.Of(a);
        CacheRegion<DocumentKey, string> onB = Documents.Of(b.Node);
        var bystander = new DocumentKey("bystander", "a.cs", "1");
        foreach (DocumentKey key in new[] { Documents.Key, bystander })
        {
            await onA.MakeAsync("old", key);
            (await onB.LookAsync(key)).Should().Be("old");
        }

        b.Proxy.Sever();
        await onA.InvalidateAsync(DocumentKey.Scope(project: "p"));
        await a.Cache.InvalidateAsync([.. Enumerable.Range(0, 1_200).Select(i => CacheScope.Prefix($"unrelated:{i}"))]);
        b.Proxy.Restore();
        b.OutliveLease();
        await b.RegainLeaseAsync();
        await using TestNode fresh = await TestNode.StartAsync(server.ConnectionString, ns);

        // The record that killed the document is gone from the log, and so are all values that it could have concerned.
        (await a.Inner.Server.GetLastAsync("sdoc:p:", CancellationToken.None)).Sequence.Should().Be(0);
        b.Node.Inner.Follower.Horizon.Floor.Should().BePositive();
        foreach (CacheRegion<DocumentKey, string> documents in new[] { onA, onB, Documents.Of(fresh) })
        {
            (await documents.ExplainAsync(Documents.Key)).Shared!.Verdict.Should().Be(CacheMissReason.Floor);
            (await documents.LookAsync()).Should().BeNull();
            (await documents.LookAsync(bystander)).Should().BeNull();
        }

        (await onB.MakeAsync("new")).Should().Be("new");
        (await onA.LookAsync()).Should().Be("new");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task MaxPatterns_Overflow_WidensTheOldestAndForgetsNoInvalidation(ServerKind kind)
    {
        const int patterns = 6;
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns, cache: o => o.MaxPatterns = 2);
        CacheRegion<DocumentKey, string> onA = Documents.Of(a);
        DocumentKey[] keys = [.. Enumerable.Range(0, patterns).Select(i => new DocumentKey("p", $"{i}x.cs", "1"))];
        foreach (DocumentKey key in keys)
        {
            await onA.MakeAsync("old", key);
        }

        await a.Cache.GetOrCreateAsync("other:1", (_, _) => ValueTask.FromResult("other"));
        for (int i = 0; i < patterns; i++)
        {
            await a.Cache.InvalidateAsync(CachePattern.Parse($"doc:*:{i}?.cs:*"));
        }

        a.Inner.Validity.PatternCount.Should().Be(2);
        await using TestNode fresh = await TestNode.StartAsync(server.ConnectionString, ns, cache: o => o.MaxPatterns = 2);
        foreach (TestNode node in new[] { a, fresh })
        {
            foreach (DocumentKey key in keys)
            {
                (await Documents.Of(node).LookAsync(key)).Should().BeNull();
            }

            (await node.Cache.TryGetAsync<string>("other:1")).Value.Should().Be("other", "widening ends at the first part of the keys");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Retire_OldRecords_RaisesTheFloorAndShortensTheLog(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);
        CacheRegion<DocumentKey, string> onA = Documents.Of(a);
        await onA.MakeAsync("old");
        await onA.InvalidateAsync(DocumentKey.Scope(project: "p"));
        long dead = a.Inner.Follower.Position.Sequence;
        using var clock = new CoarseClock(new FakeTimeProvider());
        var nothing = new LogFollowerOptions(new CoordinationOptions(), TimeSpan.Zero, TimeSpan.Zero, UseOutbox: false, Recover: false, ValidityTable.ClearMember);
        await using var leader = new LogFollower(a.Inner.Server, new NoSink(), clock, nothing, NullLogger.Instance);

        // Marks of the time stand apart by the server's clock, so records come until one stands behind the record in question.
        await WaitUntil.Async(
            async () =>
            {
                await a.Cache.InvalidateAsync(CacheScope.Prefix("unrelated"));
                await leader.RetireAsync((_, _) => Task.FromResult(true), CancellationToken.None);
                return (await a.Inner.Server.RenewAsync(false, CancellationToken.None)).Floor >= dead;
            },
            TimeSpan.FromSeconds(30));
        await using TestNode fresh = await TestNode.StartAsync(server.ConnectionString, ns);

        (await a.Inner.Server.GetLastAsync("sdoc:p:", CancellationToken.None)).Sequence.Should().Be(0);
        (await Documents.Of(fresh).ExplainAsync(Documents.Key)).Shared!.Verdict.Should().Be(CacheMissReason.Floor);
        (await Documents.Of(fresh).LookAsync()).Should().BeNull();
        (await onA.LookAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Maintain_InOneProcess_KeepsTheLogAndTheTablesShort()
    {
        var time = new FakeTimeProvider();
        await using TestNode node = await TestNode.StartAsync(
            null, TestServers.UniqueNamespace(), time, o => (o.TimeToLive, o.MaxEntryLifetime, o.MaxFactoryDuration) = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)));
        for (int i = 0; i < 500; i++)
        {
            await node.Cache.InvalidateAsync(CacheScope.Prefix($"a:{i}"));
            await node.Cache.RemoveAsync($"a:{i}");
            time.Advance(TimeSpan.FromSeconds(1));
        }

        await node.Inner.MaintainAsync(CancellationToken.None);
        await node.Cache.RemoveAsync("last");

        // Both retentions are at most three minutes and a little: what the eight minutes left behind is gone.
        LogPage page = await node.Inner.Server.ReadAsync(0, 10_000, CancellationToken.None);
        page.Members.Count(m => m.Key[0] == 's').Should().BeInRange(150, 200);
        page.Members.Count(m => m.Key[0] == LogRecord.ShortLivedKind).Should().BeInRange(100, 150);
        node.Inner.Validity.ScopeCount.Should().BeInRange(150, 200);
        node.Inner.Follower.Horizon.Floor.Should().BePositive();
    }

    [Fact]
    public async Task Retire_DataCouldNotBeTouched_KeepsTheRecords()
    {
        var time = new FakeTimeProvider();
        await using var server = new InProcessLogServer(time);
        using var clock = new CoarseClock(time);
        var nothing = new LogFollowerOptions(new CoordinationOptions(), TimeSpan.Zero, TimeSpan.FromHours(1), UseOutbox: false, Recover: false, ValidityTable.ClearMember);
        await using var leader = new LogFollower(server, new NoSink(), clock, nothing, NullLogger.Instance);
        await server.AppendAsync(new LogRecord(["kdoc\nx"]), CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(5));

        await leader.RetireAsync((_, _) => Task.FromResult(false), CancellationToken.None);
        (await server.GetLastAsync("kdoc\nx", CancellationToken.None)).Sequence.Should().Be(1);

        await leader.RetireAsync((_, _) => Task.FromResult(true), CancellationToken.None);
        (await server.GetLastAsync("kdoc\nx", CancellationToken.None)).Sequence.Should().Be(0);
        (await server.RenewAsync(false, CancellationToken.None)).ShortFloor.Should().Be(1);
    }

    private sealed class NoSink : ILogSink
    {
        public void Apply(string member, long sequence, LogRecord? record)
        {
        }

        public void HorizonChanged(LogHorizon horizon)
        {
        }

        public void ApplyLocally(IReadOnlyList<string> members)
        {
        }
    }
}
