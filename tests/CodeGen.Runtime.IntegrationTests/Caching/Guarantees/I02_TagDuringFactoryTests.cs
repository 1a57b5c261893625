using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching.Guarantees;

/// <summary>I2: a tag that only the factory names, invalidated while it runs, kills its value, whether the factory had named it yet or not.</summary>
[Collection(ServersCollection.Name)]
public sealed class I02_TagDuringFactoryTests(ServersFixture servers)
{
    private const string Key = "reviews:pr:7";
    private const string Tag = "model:qwen3-coder";

    public static TheoryData<ServerKind, bool, bool> Cases
    {
        get
        {
            var data = new TheoryData<ServerKind, bool, bool>();
            foreach (ServerKind kind in Enum.GetValues<ServerKind>())
            {
                foreach (bool named in (bool[])[true, false])
                {
                    data.Add(kind, named, true);
                    data.Add(kind, named, false);
                }
            }

            return data;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task InvalidateTag_WhileTheFactoryThatNamesItRuns_ValueIsNotStored(ServerKind kind, bool namedBefore, bool fromOtherNode)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using HookedNode a = await HookedNode.StartAsync(server, ns);
        await using HookedNode b = await HookedNode.StartAsync(server, ns);
        HookedNode issuer = fromOtherNode ? b : a;
        var gate = new Gate();
        int calls = 0;
        Task<string> first = a.Cache.GetOrCreateAsync(Key, MakeAsync).AsTask();
        await gate.Reached;

        await issuer.Cache.InvalidateTagAsync(Tag);
        await a.CatchUpWithAsync(issuer);
        gate.Open();

        (await first).Should().Be("made 1");
        (await a.Cache.TryGetAsync<string>(Key)).HasValue.Should().BeFalse();
        (await b.Cache.TryGetAsync<string>(Key)).HasValue.Should().BeFalse();
        (await a.Cache.GetOrCreateAsync(Key, MakeAsync)).Should().Be("made 2");
        (await b.Cache.GetOrCreateAsync(Key, MakeAsync)).Should().Be("made 2", "the second value began after the invalidation");

        async ValueTask<string> MakeAsync(CacheEntryContext context, CancellationToken cancellationToken)
        {
            int call = ++calls;
            if (namedBefore)
            {
                context.Tags.Add(Tag);
            }

            if (call == 1)
            {
                await gate.PassAsync();
            }

            context.Tags.Add(Tag);
            return $"made {call}";
        }
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task InvalidateTag_NamedByTheCallWhileTheFactoryRuns_CallersAfterItDoNotJoin(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using HookedNode node = await HookedNode.StartAsync(server, TestServers.UniqueNamespace());
        var factory = new CountingFactory(holdFirst: true);
        var options = new CacheEntryOptions { Tags = [Tag] };
        Task<string> first = node.Cache.GetOrCreateAsync(Key, factory.RunAsync, options).AsTask();
        await factory.Gate.Reached;

        await node.Cache.InvalidateTagAsync(Tag);
        (await node.Cache.GetOrCreateAsync(Key, factory.RunAsync, options).AsTask().WaitAsync(HookedNode.Patience)).Should().Be("made 2", "the flight under way is known to be dead");
        factory.Gate.Open();

        (await first).Should().Be("made 1");
        (await node.Cache.TryGetAsync<string>(Key)).Value.Should().Be("made 2");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task InvalidateTag_AnotherTagThanTheFactorys_ValueIsStored(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        await using HookedNode node = await HookedNode.StartAsync(server, TestServers.UniqueNamespace());
        var factory = new CountingFactory(holdFirst: true);
        Task<string> first = node.Cache.GetOrCreateAsync(Key, factory.RunAsync).AsTask();
        await factory.Gate.Reached;

        await node.Cache.InvalidateTagAsync("model:another");
        factory.Gate.Open();

        (await first).Should().Be("made 1");
        (await node.Cache.TryGetAsync<string>(Key)).Value.Should().Be("made 1");
    }
}
