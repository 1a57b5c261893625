using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>I10: the nodes' clocks may differ by hours and jump; nothing that is valid or not depends on them.</summary>
[Collection(ServersCollection.Name)]
public sealed class I10_ClocksTests(ServersFixture servers)
{
    [SkippableTheory]
    [MemberData(nameof(Documents.InvalidationsOnAllKinds), MemberType = typeof(Documents))]
    public async Task Invalidate_ClocksHoursApart_WorksBothWays(ServerKind kind, InvalidationKind how)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode ahead = await TestNode.StartAsync(server.ConnectionString, ns, new SkewedTimeProvider(TimeSpan.FromHours(6)));
        await using TestNode behind = await TestNode.StartAsync(server.ConnectionString, ns, new SkewedTimeProvider(TimeSpan.FromHours(-6)));

        foreach ((TestNode from, TestNode to) in new[] { (ahead, behind), (behind, ahead) })
        {
            CacheRegion<DocumentKey, string> onFrom = Documents.Of(from);
            CacheRegion<DocumentKey, string> onTo = Documents.Of(to);
            await from.Cache.ClearAsync();
            await to.Cache.ClearAsync();
            await onTo.MakeAsync("old");
            (await onFrom.LookAsync()).Should().Be("old");

            await onFrom.InvalidateAsync(from.Cache, how);

            string? expected = how == InvalidationKind.Set ? "set" : null;
            await WaitUntil.Async(async () => await onTo.LookAsync() == expected, TimeSpan.FromSeconds(10));
            (await onFrom.LookAsync()).Should().Be(expected);
            if (expected is null)
            {
                (await onTo.MakeAsync("new")).Should().Be("new");
                (await onFrom.LookAsync()).Should().Be("new");
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Life_ClocksHoursApart_IsWhatTheServerSaysIsLeft(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode ahead = await TestNode.StartAsync(server.ConnectionString, ns, new SkewedTimeProvider(TimeSpan.FromHours(6)));
        var time = new FakeTimeProvider(new DateTimeOffset(1999, 12, 31, 23, 59, 59, TimeSpan.Zero));
        await using TestNode behind = await TestNode.StartAsync(server.ConnectionString, ns, time);
        CacheRegion<DocumentKey, string> onAhead = Documents.Of(ahead);
        CacheRegion<DocumentKey, string> onBehind = Documents.Of(behind);
        await onAhead.MakeAsync("value");
        string sharedKey = (await onAhead.ExplainAsync(Documents.Key)).SharedKey!;
        await using ConnectionMultiplexer outsider = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        await outsider.GetDatabase().KeyExpireAsync(sharedKey, TimeSpan.FromSeconds(90));

        (await onBehind.TryGetAsync(Documents.Key)).Tier.Should().Be(CacheTier.Shared);

        TierExplanation local = (await onBehind.ExplainAsync(Documents.Key)).Local;
        local.Remaining.Should().BeGreaterThan(TimeSpan.Zero).And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(90));
        time.Advance(TimeSpan.FromSeconds(90));
        (await onBehind.ExplainAsync(Documents.Key)).Local.Verdict.Should().Be(CacheMissReason.Expired);
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Jump_OfTheWallClock_KillsNothingAndRevivesNothing(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        var clock = new SkewedTimeProvider(TimeSpan.Zero);
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);
        await using TestNode b = await TestNode.StartAsync(server.ConnectionString, ns, clock);
        CacheRegion<DocumentKey, string> onA = Documents.Of(a);
        CacheRegion<DocumentKey, string> onB = Documents.Of(b);
        var gone = new DocumentKey("gone", "a.cs", "1");
        await onA.MakeAsync("kept");
        await onA.MakeAsync("gone", gone);
        (await onB.LookAsync()).Should().Be("kept");
        (await onB.LookAsync(gone)).Should().Be("gone");
        await onA.InvalidateAsync(DocumentKey.Scope(project: "gone"));
        await WaitUntil.Async(async () => await onB.LookAsync(gone) is null, TimeSpan.FromSeconds(10));

        foreach (double hours in new[] { 30.0, -30.0, 0.0 })
        {
            clock.Set(TimeSpan.FromHours(hours));
            CacheResult<string> kept = await onB.TryGetAsync(Documents.Key);
            kept.Value.Should().Be("kept");
            kept.Tier.Should().Be(CacheTier.Local);
            (await onB.LookAsync(gone)).Should().BeNull();
        }
    }
}
