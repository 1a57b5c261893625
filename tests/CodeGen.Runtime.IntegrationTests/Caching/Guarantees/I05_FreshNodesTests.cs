using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>I5: a node that starts finds invalidated frames in the shared tier, and serves none of them.</summary>
[Collection(ServersCollection.Name)]
public sealed class I05_FreshNodesTests(ServersFixture servers)
{
    [SkippableTheory]
    [MemberData(nameof(Documents.InvalidationsOnAllKinds), MemberType = typeof(Documents))]
    public async Task Start_FrameInvalidatedBefore_IsNotServed(ServerKind kind, InvalidationKind how)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);
        CacheRegion<DocumentKey, string> onA = Documents.Of(a);
        await onA.MakeAsync("old");

        await onA.InvalidateAsync(a.Cache, how);
        await using TestNode fresh = await TestNode.StartAsync(server.ConnectionString, ns);
        CacheRegion<DocumentKey, string> onFresh = Documents.Of(fresh);

        CacheExplanation why = await onFresh.ExplainAsync(Documents.Key);
        if (how is not (InvalidationKind.Remove or InvalidationKind.Set))
        {
            // The proof that the frame is there and was judged: nothing scanned and deleted it.
            why.Shared!.Holds.Should().BeTrue();
            why.Shared.Verdict.Should().Be(ReasonOf(how));
        }

        (await onFresh.LookAsync()).Should().Be(how == InvalidationKind.Set ? "set" : null);
        (await onFresh.MakeAsync("new")).Should().Be(how == InvalidationKind.Set ? "set" : "new");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Start_KeyRemovedButItsFrameLeft_IsNotServed(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);
        CacheRegion<DocumentKey, string> onA = Documents.Of(a);
        await onA.MakeAsync("old");

        // The record alone, as from a node that died between log and data.
        await a.Inner.Follower.AppendAsync(new([EntryMember.Of("doc", Documents.Key.ToKeyText())], LogOperation.Remove), CancellationToken.None);
        await using TestNode fresh = await TestNode.StartAsync(server.ConnectionString, ns);
        CacheRegion<DocumentKey, string> onFresh = Documents.Of(fresh);

        (await onFresh.ExplainAsync(Documents.Key)).Shared.Should().Match<TierExplanation>(t => t.Holds && t.Verdict == CacheMissReason.InvalidatedKey);
        (await onFresh.LookAsync()).Should().BeNull();
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Start_WhileInvalidationsPourIn_ServesNoneInvalidatedBefore(ServerKind kind)
    {
        const int documents = 200;
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await TestNode.StartAsync(server.ConnectionString, ns);
        CacheRegion<DocumentKey, string> onA = Documents.Of(a);
        DocumentKey[] keys = [.. Enumerable.Range(0, documents).Select(i => new DocumentKey($"p{i}", "a.cs", "1"))];
        await Task.WhenAll(keys.Select(k => onA.MakeAsync("old", k)));
        int done = 0;

        Task pouring = PourAsync();
        var served = new List<string>();
        while (!pouring.IsCompleted)
        {
            int before = Volatile.Read(ref done);
            await using TestNode fresh = await TestNode.StartAsync(server.ConnectionString, ns);
            CacheRegion<DocumentKey, string> onFresh = Documents.Of(fresh);
            for (int i = 0; i < before; i++)
            {
                if (await onFresh.LookAsync(keys[i]) is { } value)
                {
                    served.Add($"{value} of document {i}, {before} invalidated");
                }
            }
        }

        await pouring;
        served.Should().BeEmpty();

        async Task PourAsync()
        {
            await Task.Yield();
            for (int i = 0; i < documents; i++)
            {
                await (i % 2 == 0 ? onA.InvalidateAsync(DocumentKey.Scope(project: keys[i].Project)) : onA.RemoveAsync(keys[i]));
                Interlocked.Increment(ref done);
            }
        }
    }

    private static CacheMissReason ReasonOf(InvalidationKind how) => how switch
    {
        InvalidationKind.Tag => CacheMissReason.InvalidatedTag,
        InvalidationKind.Pattern => CacheMissReason.InvalidatedPattern,
        InvalidationKind.Region => CacheMissReason.InvalidatedRegion,
        InvalidationKind.Clear => CacheMissReason.Cleared,
        _ => CacheMissReason.InvalidatedScope,
    };
}
