using System.Collections.Concurrent;
using CodeGen.Runtime.Caching.Tests.Freshness;
using CodeGen.Runtime.Caching.Tests.Protocol;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Bulk;

/// <summary>Several keys in one call.</summary>
public sealed class BulkTests
{
    private static readonly ProtocolKey[] Keys = [.. Enumerable.Range(0, 100).Select(i => new ProtocolKey("p", $"{i}"))];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetOrCreateMany_SomeThere_TheFactoryIsCalledOnceWithTheRest(bool shared)
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(_ => { }, shared: shared);
        await cluster[0].MakeAsync("there", key: Keys[3]);
        var calls = new List<string[]>();

        IReadOnlyList<BulkResult<ProtocolKey, string?>> results = await cluster[0].Region.GetOrCreateManyAsync(Keys, (misses, _) => MakeAll(misses, calls));

        results.Select(static r => r.Key).Should().Equal(Keys);
        results.Should().OnlyContain(r => r.HasValue && r.Exception == null);
        results[3].Value.Should().Be("there");
        results[4].Value.Should().Be("made 4");
        calls.Should().ContainSingle().Which.Should().Equal(Keys.Where(static k => k.F != "3").Select(static k => k.F), "all misses, in the order asked for");
        (await cluster[0].LookAsync(Keys[99])).Should().Be("made 99");
    }

    [Fact]
    public async Task GetOrCreateMany_OnAnotherNode_TakesThemFromTheSharedTier()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(_ => { }, nodes: 2);
        var calls = new List<string[]>();
        await cluster[0].Region.GetOrCreateManyAsync(Keys, (misses, _) => MakeAll(misses, calls));
        IReadOnlyList<BulkResult<ProtocolKey, string?>> results = await cluster[1].Region.GetOrCreateManyAsync(Keys, (misses, _) => MakeAll(misses, calls));
        results.Should().OnlyContain(static r => r.HasValue);
        calls.Should().ContainSingle();
        (await cluster[1].Region.TryGetManyAsync(Keys)).Should().OnlyContain(static r => r.HasValue);
        cluster[1].Store.Reads.Should().Be(100);
    }

    [Fact]
    public async Task GetOrCreateMany_RepeatedKeys_AreMadeOnceAndAnsweredEachTime()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(_ => { });
        var calls = new List<string[]>();
        IReadOnlyList<BulkResult<ProtocolKey, string?>> results = await cluster[0].Region.GetOrCreateManyAsync([Keys[1], Keys[2], Keys[1]], (misses, _) => MakeAll(misses, calls));
        results.Select(static r => r.Value).Should().Equal("made 1", "made 2", "made 1");
        calls.Should().ContainSingle().Which.Should().Equal("1", "2");
    }

    [Fact]
    public async Task GetOrCreateMany_SomeFailOrAreForgotten_ToldPerKey()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(_ => { });
        IReadOnlyList<BulkResult<ProtocolKey, string?>> results = await cluster[0].Region.GetOrCreateManyAsync(
            Keys[..3],
            static (misses, _) =>
            {
                misses[0].Set("made");
                misses[1].Fail(new IOException("this one is gone"));
                return default;
            });
        results[0].GetValueOrThrow().Should().Be("made");
        results[1].Invoking(static r => r.GetValueOrThrow()).Should().Throw<IOException>();
        results[2].Exception.Should().BeOfType<InvalidOperationException>().Which.Message.Should().Contain("Set or Fail");
        (await cluster[0].LookAsync(Keys[0])).Should().Be("made");
        (await cluster[0].LookAsync(Keys[1])).Should().BeNull();
    }

    [Fact]
    public async Task GetOrCreateMany_TheFactoryThrowsHalfWay_WhatWasSetIsKept()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(_ => { });
        IReadOnlyList<BulkResult<ProtocolKey, string?>> results = await cluster[0].Region.GetOrCreateManyAsync(
            Keys[..2],
            static (misses, _) =>
            {
                misses[0].Set("made");
                throw new IOException("the model is down");
            });
        results[0].Value.Should().Be("made");
        results[1].Exception.Should().BeOfType<IOException>();
    }

    [Fact]
    public async Task GetOrCreateMany_OneKeyInvalidatedMeanwhile_OnlyThatOneIsNotStored()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(_ => { }, nodes: 2);
        await cluster[0].Region.GetOrCreateManyAsync(
            Keys[..3],
            async (misses, token) =>
            {
                misses[2].Context.Tags.Add("doomed");
                await cluster[1].Region.RemoveAsync(Keys[1], token);
                await cluster[1].Cache.InvalidateTagAsync("doomed", token);
                foreach (BulkMiss<ProtocolKey, string?> miss in misses)
                {
                    miss.Set("made");
                }
            });
        foreach (FreshNode node in new[] { cluster[0], cluster[1] })
        {
            (await node.LookAsync(Keys[0])).Should().Be("made");
            (await node.LookAsync(Keys[1])).Should().BeNull();
            (await node.LookAsync(Keys[2])).Should().BeNull();
        }
    }

    [Theory]
    [InlineData(SingleFlight.InProcess)]
    [InlineData(SingleFlight.AcrossNodes)]
    public async Task GetOrCreateMany_CallsThatOverlapInAnyOrder_MakeEachKeyOnceAtATimeAndEnd(SingleFlight flight)
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(r => r.SingleFlight = flight, nodes: 2);
        var running = new ConcurrentDictionary<(int Node, ProtocolKey Key), bool>();
        var made = new ConcurrentDictionary<ProtocolKey, int>();
        var random = new Random(7);
        var calls = new List<Task<IReadOnlyList<BulkResult<ProtocolKey, string?>>>>();
        for (int i = 0; i < 60; i++)
        {
            int node = i % 2;
            ProtocolKey[] some = [.. Keys.OrderBy(_ => random.Next()).Take(20)];
            calls.Add(cluster[node].Region.GetOrCreateManyAsync(
                some,
                async (misses, _) =>
                {
                    foreach (BulkMiss<ProtocolKey, string?> miss in misses)
                    {
                        running.TryAdd((flight == SingleFlight.AcrossNodes ? 0 : node, miss.Key), true).Should().BeTrue("nobody else makes {0} now", miss.Key);
                    }

                    await Task.Yield();
                    foreach (BulkMiss<ProtocolKey, string?> miss in misses)
                    {
                        made.AddOrUpdate(miss.Key, 1, static (_, n) => n + 1);
                        running.TryRemove((flight == SingleFlight.AcrossNodes ? 0 : node, miss.Key), out bool _);
                        miss.Set($"made {miss.Key.F}");
                    }
                }).AsTask());
        }

        Task all = Task.WhenAll(calls);
        await FreshNode.EventuallyAsync(
            () =>
            {
                // Whoever waits for another node polls by the clock.
                cluster.Advance(0.001);
                return Task.FromResult(all.IsCompleted);
            },
            "no call waits for ever");
        foreach (IReadOnlyList<BulkResult<ProtocolKey, string?>> results in await Task.WhenAll(calls))
        {
            results.Should().OnlyContain(static r => r.HasValue && r.Value == $"made {r.Key.F}");
        }

        made.Values.Max().Should().BeLessThanOrEqualTo(flight == SingleFlight.AcrossNodes ? 1 : 2, "once, or once a node");
    }

    [Fact]
    public async Task GetOrCreateMany_TheCallerLeaves_TheFactoryIsToldWhenNobodyIsLeft()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(_ => { });
        using var leaving = new CancellationTokenSource();
        var stopped = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        Task call = cluster[0].Region.GetOrCreateManyAsync(
            Keys[..2],
            async (_, token) =>
            {
                using CancellationTokenRegistration registration = token.Register(() => stopped.TrySetResult());
                started.TrySetResult();
                await Task.Delay(Timeout.Infinite, token);
            },
            cancellationToken: leaving.Token).AsTask();
        await started.Task;
        await leaving.CancelAsync();
        await call.Awaiting(static c => c).Should().ThrowAsync<OperationCanceledException>();
        await stopped.Task;
    }

    [Fact]
    public async Task SetManyAndRemoveMany_ReachAllNodesWithARecordForSixtyFourKeys()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(_ => { }, nodes: 2);
        await cluster[0].Region.SetAsync(Keys[0], "before");
        long before = cluster[0].Cache.Follower.Position.Sequence;
        IReadOnlyList<BulkOutcome<ProtocolKey>> set = await cluster[0].Region.SetManyAsync([.. Keys.Select(static k => KeyValuePair.Create(k, (string?)$"set {k.F}"))]);
        set.Should().OnlyContain(static o => o.Succeeded);
        (cluster[0].Cache.Follower.Position.Sequence - before).Should().Be(2, "a hundred keys in two records");
        (await cluster[1].Region.TryGetManyAsync(Keys)).Select(static r => r.Value).Should().Equal(Keys.Select(static k => $"set {k.F}"));

        before = cluster[0].Cache.Follower.Position.Sequence;
        (await cluster[1].Region.RemoveManyAsync(Keys)).Should().OnlyContain(static o => o.Succeeded);
        (cluster[0].Cache.Follower.Position.Sequence - before).Should().Be(2);
        (await cluster[0].Region.TryGetManyAsync(Keys)).Should().OnlyContain(static r => !r.HasValue && r.MissReason != CacheMissReason.None);
    }

    [Fact]
    public async Task SetMany_ARepeatedKey_TheLastValueCounts()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(_ => { });
        IReadOnlyList<BulkOutcome<ProtocolKey>> outcomes = await cluster[0].Region.SetManyAsync([KeyValuePair.Create(Keys[0], (string?)"first"), KeyValuePair.Create(Keys[0], (string?)"last")]);
        outcomes.Should().HaveCount(2);
        (await cluster[0].LookAsync(Keys[0])).Should().Be("last");
    }

    [Fact]
    public async Task SetMany_AValueThatCannotBeSerialized_ConcernsNoOther()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(_ => { });
        var loop = new Loop();
        loop.Self = loop;
        IReadOnlyList<BulkOutcome<string>> outcomes = await cluster[0].Cache.SetManyAsync([KeyValuePair.Create("good", new Loop()), KeyValuePair.Create("bad", loop)]);
        outcomes[0].Succeeded.Should().BeTrue();
        outcomes[1].Exception.Should().NotBeNull();
        (await cluster[0].Cache.TryGetAsync<Loop>("good")).HasValue.Should().BeTrue();
        (await cluster[0].Cache.TryGetAsync<Loop>("bad")).HasValue.Should().BeFalse();
    }

    [Fact]
    public async Task Bulk_TheSharedTierIsAway_MissesAreMadeAndWritesTellSo()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(_ => { });
        cluster[0].Link.DataAway = true;
        var calls = new List<string[]>();
        (await cluster[0].Region.GetOrCreateManyAsync(Keys, (misses, _) => MakeAll(misses, calls))).Should().OnlyContain(static r => r.HasValue);
        calls.Should().ContainSingle();
        (await cluster[0].Region.SetManyAsync([KeyValuePair.Create(Keys[0], (string?)"set")])).Should().OnlyContain(static o => o.Succeeded, "its record is in the log");
        (await cluster[0].LookAsync(Keys[0])).Should().Be("set");
    }

    [Fact]
    public async Task Bulk_TooManyOrBadKeys_AreRefusedBeforeAnythingIsDone()
    {
        await using FreshCluster cluster = await FreshCluster.StartAsync(_ => { }, cache: o => o.MaxBulkKeys = 3);
        await cluster[0].Awaiting(static n => n.Region.TryGetManyAsync(Keys[..4]).AsTask()).Should().ThrowAsync<ArgumentException>().WithMessage("*at most 3*MaxBulkKeys*4*");
        await cluster[0].Awaiting(static n => n.Cache.RemoveManyAsync(["good", ""]).AsTask()).Should().ThrowAsync<ArgumentException>();
        await cluster[0].Awaiting(static n => n.Cache.TryGetManyAsync<string>(null!).AsTask()).Should().ThrowAsync<ArgumentNullException>();
        (await cluster[0].Region.TryGetManyAsync([])).Should().BeEmpty();
        cluster[0].Store.Reads.Should().Be(0);
    }

    private static ValueTask MakeAll(IReadOnlyList<BulkMiss<ProtocolKey, string?>> misses, List<string[]> calls)
    {
        calls.Add([.. misses.Select(static m => m.Key.F)]);
        foreach (BulkMiss<ProtocolKey, string?> miss in misses)
        {
            miss.Set($"made {miss.Key.F}");
        }

        return default;
    }

    private sealed class Loop
    {
        public Loop? Self { get; set; }
    }
}
