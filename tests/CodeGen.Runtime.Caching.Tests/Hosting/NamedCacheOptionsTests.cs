using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Xunit;

namespace CodeGen.Runtime.Caching.Tests.Hosting;

/// <summary>What a host with named caches is told when it starts, if they are set up wrongly.</summary>
public sealed class NamedCacheOptionsTests
{
    [Fact]
    public async Task Start_BadOptionOfANamedCache_NamesTheCache() => (await StartAsync(static s =>
    {
        s.AddTieredCache();
        s.AddTieredCache("drafts", static o => o.MaxEntries = 0);
    })).Should().BeOfType<OptionsValidationException>().Which.Failures.Should().ContainSingle().Which.Should().StartWith("CodeGenRuntime:Caches:drafts:MaxEntries is 0;");

    [Fact]
    public async Task Start_BadCoordinationOfANamedCache_NamesTheCache() => (await StartAsync(static s =>
    {
        s.AddTieredCache();
        s.AddTieredCache("drafts").ConfigureCoordination(static o => o.MaxLogRecords = 1);
    })).Should().BeOfType<OptionsValidationException>().Which.Failures.Should().ContainSingle().Which.Should().StartWith("CodeGenRuntime:Caches:drafts:Redis:MaxLogRecords is 1;");

    [Fact]
    public async Task Start_NameThatIsNoNamespace_AsksForOne() => (await StartAsync(static s => s.AddTieredCache("my drafts")))
        .Should().BeOfType<OptionsValidationException>().Which.Message.Should().StartWith("CodeGenRuntime:Caches:my drafts:Namespace is 'codegen-my drafts'");

    [Fact]
    public async Task Start_NameThatIsNoNamespaceWithANamespace_Starts() =>
        (await StartAsync(static s => s.AddTieredCache("my drafts", static o => o.Namespace = "drafts"))).Should().BeNull();

    [Fact]
    public async Task Start_OptionsConfiguredBeforeTheCache_AreKept() => (await StartAsync(static s =>
    {
        s.Configure<TieredCacheOptions>("drafts", static o => o.Namespace = "not a namespace");
        s.AddTieredCache("drafts");
    })).Should().BeOfType<OptionsValidationException>().Which.Message.Should().Contain("'not a namespace'");

    [Theory]
    [InlineData("localhost:6399", "127.0.0.1:6399")]
    [InlineData("Cache.Example", "cache.example:6379,ssl=false")]
    [InlineData("a.example,b.example", "b.example:6379")]
    public async Task Start_NamespaceSharedOnOneServer_NamesBothAndTheRemedy(string first, string second) => (await StartAsync(s =>
    {
        s.AddTieredCache("drafts", static o => o.Namespace = "shared").UseRedis(first);
        s.AddTieredCache("reviews", static o => o.Namespace = "shared").UseRedis(() => ConfigurationOptions.Parse(second));
    })).Should().BeOfType<OptionsValidationException>().Which.Message.Should()
        .Contain("'shared'").And.Contain("the cache 'drafts'").And.Contain("the cache 'reviews'").And.Contain("another namespace or another server");

    [Fact]
    public async Task Start_NamespaceSharedWithTheUnnamedCache_IsRefused() => (await StartAsync(static s =>
    {
        s.AddTieredCache().UseRedis("localhost:6399");
        s.AddTieredCache("drafts", static o => o.Namespace = TieredCacheOptions.DefaultNamespace).UseRedis("localhost:6399");
    })).Should().BeOfType<OptionsValidationException>().Which.Message.Should().Contain("the unnamed cache").And.Contain("the cache 'drafts'");

    [Fact]
    public async Task FirstUse_NamespaceSharedWithoutAHost_IsRefused()
    {
        var services = new ServiceCollection();
        services.AddTieredCache("drafts", static o => o.Namespace = "shared").UseRedis("localhost:6399");
        services.AddTieredCache("reviews", static o => o.Namespace = "shared").UseRedis("localhost:6399");
        await using ServiceProvider provider = services.BuildServiceProvider();
        provider.Invoking(static p => p.GetRequiredKeyedService<ITieredCache>("drafts")).Should().Throw<OptionsValidationException>();
    }

    [Theory]
    [InlineData("localhost:6399", "localhost:6398")]
    [InlineData("localhost:6399", null)]
    [InlineData(null, null)]
    public async Task Use_NamespaceSharedOnDifferentServersOrNone_IsAllowed(string? first, string? second)
    {
        var services = new ServiceCollection();
        foreach ((string name, string? server) in new[] { ("drafts", first), ("reviews", second) })
        {
            TieredCacheBuilder builder = services.AddTieredCache(name, static o => o.Namespace = "shared");
            if (server is not null)
            {
                builder.UseRedis(server);
            }
        }

        await using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredKeyedService<ITieredCache>("drafts").Should().NotBeSameAs(provider.GetRequiredKeyedService<ITieredCache>("reviews"));
    }

    private static async Task<Exception?> StartAsync(Action<IServiceCollection> add)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        add(builder.Services);
        using IHost host = builder.Build();
        return await Record.ExceptionAsync(() => host.StartAsync());
    }
}
