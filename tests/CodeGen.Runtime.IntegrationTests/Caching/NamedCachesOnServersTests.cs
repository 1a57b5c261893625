using CodeGen.Runtime.Caching;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching;

/// <summary>Two named caches on one server, each on two nodes.</summary>
[Collection(ServersCollection.Name)]
public sealed class NamedCachesOnServersTests(ServersFixture servers)
{
    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Caches_OfOneName_ShareWhatThoseOfAnotherNeverSee(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await StartAsync(server, ns);
        await using TestNode b = await StartAsync(server, ns);

        await MakeAsync(a, "drafts", "draft");
        (await MakeAsync(b, "drafts", "another")).Should().Be("draft", "it comes from the shared tier");
        (await MakeAsync(a, "reviews", "review")).Should().Be("review");
        (await MakeAsync(b, "reviews", "another")).Should().Be("review");
        (await a.Cache.TryGetAsync<string>("k")).HasValue.Should().BeFalse("the unnamed cache has none");

        await Named(a, "drafts").InvalidateTagAsync("t");
        await WaitUntil.Async(async () => !(await Named(b, "drafts").TryGetAsync<string>("k")).HasValue, HookedNode.Patience);
        (await Named(b, "reviews").TryGetAsync<string>("k")).Value.Should().Be("review");
        (await Named(a, "reviews").TryGetAsync<string>("k")).Value.Should().Be("review");

        await Named(b, "reviews").ClearAsync();
        await MakeAsync(b, "drafts", "new draft");
        await WaitUntil.Async(async () => !(await Named(a, "reviews").TryGetAsync<string>("k")).HasValue, HookedNode.Patience);
        (await MakeAsync(a, "drafts", "another")).Should().Be("new draft");
    }

    [SkippableTheory]
    [MemberData(nameof(TestServers.AllKinds), MemberType = typeof(TestServers))]
    public async Task Facades_OfOneName_ShareValuesAndRemovals(ServerKind kind)
    {
        ITestServer server = await servers.GetAsync(kind);
        string ns = TestServers.UniqueNamespace();
        await using TestNode a = await StartAsync(server, ns);
        await using TestNode b = await StartAsync(server, ns);
        HybridCache onA = a.Services.GetRequiredKeyedService<HybridCache>("drafts");
        HybridCache onB = b.Services.GetRequiredKeyedService<HybridCache>("drafts");

        await onA.SetAsync("k", new List<int> { 1 }, tags: ["t"]);
        (await onB.GetOrCreateAsync("k", static _ => ValueTask.FromResult<List<int>>([2]))).Should().Equal(1);
        await b.Services.GetRequiredKeyedService<HybridCache>("reviews").RemoveByTagAsync("t");
        (await onA.GetOrCreateAsync("k", static _ => ValueTask.FromResult<List<int>>([3]))).Should().Equal(1);
        await onB.RemoveByTagAsync("t");
        await WaitUntil.Async(async () => (await onA.GetOrCreateAsync("k", static _ => ValueTask.FromResult<List<int>>([4]))).Single() == 4, HookedNode.Patience);

        HealthReport health = await a.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        health.Entries.Keys.Should().BeEquivalentTo("codegen-costs", "codegen-cache", "codegen-cache:drafts", "codegen-cache:reviews");
        health.Entries["codegen-cache:drafts"].Data["tiers"].Should().Be("local, shared");
    }

    private static Task<TestNode> StartAsync(ITestServer server, string ns) => TestNode.StartAsync(server.ConnectionString, ns, services: c =>
    {
        CodeGenRuntimeBuilder runtime = c.AddCodeGenRuntime();
        runtime.AddCache("drafts", o => o.Namespace = $"{ns}-drafts").AsHybridCache();
        c.AddTieredCache("reviews", o => o.Namespace = $"{ns}-reviews").UseRedis(server.ConnectionString).ConfigureCoordination(static o => o.CommandTimeout = TimeSpan.FromSeconds(5)).AsHybridCache();
    });

    private static ITieredCache Named(TestNode node, string name) => node.Services.GetRequiredKeyedService<ITieredCache>(name);

    private static ValueTask<string> MakeAsync(TestNode node, string name, string value) =>
        Named(node, name).GetOrCreateAsync("k", (_, _) => ValueTask.FromResult(value), new CacheEntryOptions { Tags = ["t"] });
}
