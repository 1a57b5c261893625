using System.Buffers;
using System.Diagnostics.Metrics;
using FluentAssertions;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Hosting;

/// <summary>Caches with names, in one host: each is its own.</summary>
public sealed class NamedCachesTests
{
    private static readonly Func<CacheEntryContext, CancellationToken, ValueTask<string>> s_made = static (_, _) => ValueTask.FromResult("made");

    [Fact]
    public async Task Caches_OfDifferentNames_HoldTheirOwnValues()
    {
        await using ServiceProvider provider = Build(static s =>
        {
            s.AddTieredCache();
            s.AddTieredCache("drafts");
            s.AddTieredCache("reviews");
        });
        ITieredCache[] caches = [provider.GetRequiredService<ITieredCache>(), Named(provider, "drafts"), Named(provider, "reviews")];
        caches.Should().OnlyHaveUniqueItems();
        Named(provider, "drafts").Should().BeSameAs(caches[1]);

        await caches[1].SetAsync("k", "draft");
        (await caches[0].TryGetAsync<string>("k")).HasValue.Should().BeFalse();
        (await caches[2].TryGetAsync<string>("k")).HasValue.Should().BeFalse();
        (await caches[1].TryGetAsync<string>("k")).Value.Should().Be("draft");
    }

    [Theory]
    [InlineData("remove")]
    [InlineData("tag")]
    [InlineData("clear")]
    public async Task Invalidation_OfOneCache_LeavesTheOther(string how)
    {
        await using ServiceProvider provider = Build(static s =>
        {
            s.AddTieredCache("drafts");
            s.AddTieredCache("reviews");
        });
        ITieredCache drafts = Named(provider, "drafts");
        ITieredCache reviews = Named(provider, "reviews");
        foreach (ITieredCache cache in (ITieredCache[])[drafts, reviews])
        {
            await cache.SetAsync("k", "v", new CacheEntryOptions { Tags = ["t"] });
        }

        await (how switch
        {
            "remove" => drafts.RemoveAsync("k"),
            "tag" => drafts.InvalidateTagAsync("t"),
            _ => drafts.ClearAsync(),
        });

        (await drafts.TryGetAsync<string>("k")).HasValue.Should().BeFalse();
        (await reviews.TryGetAsync<string>("k")).Value.Should().Be("v");
    }

    [Fact]
    public async Task Named_WithoutTheUnnamed_IsTheOnlyCache()
    {
        await using ServiceProvider provider = Build(static s => s.AddTieredCache("drafts").AsHybridCache().AsDistributedCache());

        (await Named(provider, "drafts").GetOrCreateAsync("k", s_made)).Should().Be("made");
        provider.GetService<ITieredCache>().Should().BeNull();
        provider.GetService<HybridCache>().Should().BeNull();
        provider.GetService<IDistributedCache>().Should().BeNull();
    }

    [Fact]
    public async Task Facades_AreKeyedByTheName()
    {
        await using ServiceProvider provider = Build(static s =>
        {
            s.AddTieredCache().AsHybridCache().AsDistributedCache();
            s.AddTieredCache("drafts").AsHybridCache().AsDistributedCache();
        });
        HybridCache hybrid = provider.GetRequiredKeyedService<HybridCache>("drafts");
        hybrid.Should().NotBeSameAs(provider.GetRequiredService<HybridCache>());
        await hybrid.SetAsync("k", "draft", tags: ["t"]);
        (await provider.GetRequiredService<HybridCache>().GetOrCreateAsync("k", static _ => ValueTask.FromResult("unnamed"))).Should().Be("unnamed");
        await Named(provider, "drafts").InvalidateTagAsync("t");
        (await hybrid.GetOrCreateAsync("k", static _ => ValueTask.FromResult("new"))).Should().Be("new");

        IDistributedCache distributed = provider.GetRequiredKeyedService<IDistributedCache>("drafts");
        distributed.Should().BeSameAs(provider.GetRequiredKeyedService<IBufferDistributedCache>("drafts"));
        await distributed.SetAsync("k", [1]);
        (await provider.GetRequiredService<IDistributedCache>().GetAsync("k")).Should().BeNull();
        (await distributed.GetAsync("k")).Should().Equal(1);
    }

    [Fact]
    public async Task SecondCall_WithTheSameName_OnlyConfigures()
    {
        await using ServiceProvider provider = Build(static s =>
        {
            s.AddTieredCache("drafts", static o => o.MaxKeyLength = 20).Name.Should().Be("drafts");
            s.AddTieredCache("drafts", static o => o.PlainKeys.Version = 7);
        });
        CacheExplanation explanation = await Named(provider, "drafts").ExplainAsync("k");
        explanation.RegionVersion.Should().Be(7);
        await Named(provider, "drafts").Awaiting(c => c.TryGetAsync<string>(new string('k', 21)).AsTask()).Should().ThrowAsync<ArgumentException>();
        provider.GetServices<IHostedService>().Should().ContainSingle(static s => s.GetType().Namespace!.StartsWith("CodeGen", StringComparison.Ordinal));
        (await HealthAsync(provider)).Entries.Keys.Should().Equal("codegen-cache:drafts");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Name_NullEmptyOrBlank_IsRefused(string? name) =>
        new ServiceCollection().Invoking(s => s.AddTieredCache(name!)).Should().Throw<ArgumentException>().WithParameterName(nameof(name));

    [Fact]
    public void Name_KnownInOtherCapitals_IsRefused()
    {
        var services = new ServiceCollection();
        services.AddTieredCache("drafts");
        services.Invoking(static s => s.AddTieredCache("Drafts")).Should().Throw<ArgumentException>().WithMessage("*'drafts'*'Drafts'*");
    }

    [Fact]
    public async Task Host_Started_StartsTheServiceOfEachAndListsItsHealth()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddTieredCache();
        builder.Services.AddTieredCache("drafts");
        builder.Services.AddTieredCache("reviews");
        using IHost host = builder.Build();
        await host.StartAsync();

        TieredCache[] caches =
        [
            host.Services.GetRequiredService<TieredCache>(),
            host.Services.GetRequiredKeyedService<TieredCache>("drafts"),
            host.Services.GetRequiredKeyedService<TieredCache>("reviews"),
        ];
        caches.Select(static c => c.Follower.HasLease).Should().AllBeEquivalentTo(true);
        caches.Select(static c => c.Namespace).Should().Equal("codegen", "codegen-drafts", "codegen-reviews");
        HealthReport health = await HealthAsync(host.Services);
        health.Entries.Keys.Should().BeEquivalentTo("codegen-cache", "codegen-cache:drafts", "codegen-cache:reviews");
        health.Status.Should().Be(HealthStatus.Healthy);
        await host.StopAsync();
    }

    [Fact]
    public async Task Container_Disposed_DisposesEachCache()
    {
        ServiceProvider provider = Build(static s =>
        {
            // Nothing listens there: what is not disposed says that it cannot connect.
            s.AddTieredCache().UseRedis("localhost:1");
            s.AddTieredCache("drafts").UseRedis("localhost:1");
        });
        ITieredCache[] caches = [provider.GetRequiredService<ITieredCache>(), Named(provider, "drafts")];
        CacheConnection[] connections = [provider.GetRequiredService<CacheConnection>(), provider.GetRequiredKeyedService<CacheConnection>("drafts")];
        caches.Should().OnlyHaveUniqueItems();
        connections.Should().OnlyHaveUniqueItems();
        await provider.DisposeAsync();

        foreach (CacheConnection connection in connections)
        {
            await connection.Awaiting(static c => c.Redis!.ControlAsync(default).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
        }
    }

    [Fact]
    public async Task Settings_OfTheBuilder_BelongToItsCache()
    {
        await using ServiceProvider provider = Build(static s =>
        {
            s.AddTieredCache().UseSerializer(new Marking("unnamed")).AsHybridCache();
            s.AddTieredCache("drafts").UseSerializer(new Marking("drafts")).AsHybridCache();
            s.AddTieredCache("plain").AsHybridCache();
        });

        (await ThroughSerializerAsync(provider.GetRequiredService<HybridCache>())).Should().Be("unnamed");
        (await ThroughSerializerAsync(provider.GetRequiredKeyedService<HybridCache>("drafts"))).Should().Be("drafts");
        (await ThroughSerializerAsync(provider.GetRequiredKeyedService<HybridCache>("plain"))).Should().Be("value", "it has the one for JSON");
    }

    [Fact]
    public async Task FrameworksSerializers_AreSharedByAllCaches()
    {
        await using ServiceProvider provider = Build(static s =>
        {
            s.AddSingleton<IHybridCacheSerializer<Marked>>(new Marking("shared"));
            s.AddTieredCache().AsHybridCache();
            s.AddTieredCache("drafts").AsHybridCache();
        });

        (await ThroughSerializerAsync(provider.GetRequiredService<HybridCache>())).Should().Be("shared");
        (await ThroughSerializerAsync(provider.GetRequiredKeyedService<HybridCache>("drafts"))).Should().Be("shared");
    }

    [Fact]
    public async Task Metrics_OfEachCache_CarryItsNamespaceAndName()
    {
        var meters = new List<string>();
        using var listener = new MeterListener();
        await using ServiceProvider provider = Build(static s =>
        {
            s.AddTieredCache(static o => o.Namespace = "metrics-of-names");
            s.AddTieredCache("drafts", static o => o.Namespace = "metrics-of-names");
        });
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Name == CachingDiagnostics.Hits && instrument.Meter.Tags!.Any(static t => t.Value is "metrics-of-names"))
            {
                meters.Add(string.Join(' ', instrument.Meter.Tags!.Select(static t => $"{t.Key}={t.Value}")));
            }
        };
        listener.Start();
        _ = provider.GetRequiredService<ITieredCache>();
        _ = Named(provider, "drafts");

        meters.Should().BeEquivalentTo("cache=metrics-of-names", "cache=metrics-of-names name=drafts");
    }

    private static async Task<string> ThroughSerializerAsync(HybridCache cache) =>
        (await cache.GetOrCreateAsync("k", static _ => ValueTask.FromResult(new Marked("value")))).Text;

    private static ServiceProvider Build(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        add(services);
        return services.BuildServiceProvider();
    }

    private static ITieredCache Named(IServiceProvider provider, string name) => provider.GetRequiredKeyedService<ITieredCache>(name);

    private static Task<HealthReport> HealthAsync(IServiceProvider provider) => provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    internal sealed record Marked(string Text);

    /// <summary>Says in what it reads whose it is.</summary>
    private sealed class Marking(string mark) : ICacheSerializer<Marked>, IHybridCacheSerializer<Marked>
    {
        public void Serialize(Marked value, IBufferWriter<byte> destination) => destination.Write((ReadOnlySpan<byte>)[1]);

        public Marked Deserialize(in ReadOnlySequence<byte> source) => new(mark);

        Marked IHybridCacheSerializer<Marked>.Deserialize(ReadOnlySequence<byte> source) => new(mark);
    }
}
