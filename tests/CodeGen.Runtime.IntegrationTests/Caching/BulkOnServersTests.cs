using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching;

/// <summary>Several keys in one call on servers.</summary>
[Collection(ServersCollection.Name)]
public sealed class BulkOnServersTests(ServersFixture servers)
{
    private static readonly GenerationKey[] Keys = [.. Enumerable.Range(0, 200).Select(static i => new GenerationKey("bulk", $"{i}.cs", "1"))];

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Bulk_MadeSetAndRemoved_OnTwoNodes(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);
        int calls = 0;
        (await MakeAsync(a)).Should().OnlyContain(static r => r.HasValue);
        (await MakeAsync(b)).Should().OnlyContain(static r => r.HasValue && r.Value == $"made {r.Key.File}");
        calls.Should().Be(1, "the second node takes all of them from the shared tier");

        (await a.Generations().SetManyAsync([.. Keys.Select(static k => KeyValuePair.Create(k, $"set {k.File}"))])).Should().OnlyContain(static o => o.Succeeded);
        await b.CatchUpWithAsync(a);
        (await b.Generations().TryGetManyAsync(Keys)).Should().OnlyContain(static r => r.Value == $"set {r.Key.File}");
        (await b.Generations().RemoveManyAsync(Keys)).Should().OnlyContain(static o => o.Succeeded);
        await a.CatchUpWithAsync(b);
        (await a.Generations().TryGetManyAsync(Keys)).Should().OnlyContain(static r => !r.HasValue);

        ValueTask<IReadOnlyList<BulkResult<GenerationKey, string>>> MakeAsync(HookedNode node) => node.Generations().GetOrCreateManyAsync(Keys, (misses, _) =>
        {
            Interlocked.Increment(ref calls);
            foreach (BulkMiss<GenerationKey, string> miss in misses)
            {
                miss.Set($"made {miss.Key.File}");
            }

            return default;
        });
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task TryGetMany_AllReadsAreOnTheirWayBeforeTheFirstIsAnswered(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode maker = await HookedNode.StartAsync(server, ns);
        await using HookedNode reader = await HookedNode.StartAsync(server, ns, cache: static o => o.InlineBytes = 0);
        await maker.Generations().SetManyAsync([.. Keys.Select(static k => KeyValuePair.Create(k, "value"))]);
        await reader.CatchUpWithAsync(maker);
        Gate first = reader.Store.PauseAfter(StoreOperation.Read);

        Task<IReadOnlyList<BulkResult<GenerationKey, string>>> call = reader.Generations().TryGetManyAsync(Keys).AsTask();
        await WaitUntil.Async(() => reader.Store.Calls(StoreOperation.Read) == Keys.Length, HookedNode.Patience);
        call.IsCompleted.Should().BeFalse();
        first.Open();

        (await call).Should().OnlyContain(static r => r.HasValue);
        reader.Store.Calls(StoreOperation.Read).Should().Be(Keys.Length);
    }
}
