using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;
using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Caching;

/// <summary>Named caches of the runtime: what they are configured with and which server they use.</summary>
public sealed class AddCacheTests
{
    [Fact]
    public async Task Options_AreBoundFromTheSectionOfTheNameAndThenConfigured()
    {
        await using ServiceProvider provider = Build(
            static runtime => runtime.AddCache("drafts", static o => o.MaxPatterns = 9),
            ("CodeGenRuntime:Cache:MaxEntries", "11"),
            ("CodeGenRuntime:Caches:drafts:MaxEntries", "12"),
            ("CodeGenRuntime:Caches:drafts:MaxPatterns", "13"),
            ("CodeGenRuntime:Caches:drafts:PlainKeys:Version", "14"));

        TieredCacheOptions options = provider.GetRequiredService<IOptionsMonitor<TieredCacheOptions>>().Get("drafts");
        (options.MaxEntries, options.MaxPatterns, options.PlainKeys.Version, options.Namespace).Should().Be((12, 9, 14, "codegen-drafts"));
        provider.GetRequiredService<IOptions<TieredCacheOptions>>().Value.MaxEntries.Should().Be(11);
    }

    [Fact]
    public async Task Coordination_BeginsWithTheRuntimesAndGoesByTheNamesOwn()
    {
        await using ServiceProvider provider = Build(
            static runtime =>
            {
                runtime.AddCache("drafts");
                runtime.AddCache("reviews").UseRedis("reviews.example");
                runtime.ConfigureCoordination(static o =>
                {
                    o.CommandTimeout = TimeSpan.FromSeconds(2);
                    o.ConnectTimeout = TimeSpan.FromSeconds(3);
                    o.MaxLogRecords = 4_000;
                    o.MaxOutboxRecords = 5;
                });
            },
            ("ConnectionStrings:Redis", "runtime.example"),
            ("CodeGenRuntime:Redis:MaxStaleness", "00:00:05"),
            ("CodeGenRuntime:Caches:reviews:Redis:MaxStaleness", "00:00:06"));

        CoordinationOptions drafts = Coordination(provider, "drafts");
        drafts.Should().BeEquivalentTo(provider.GetRequiredService<IOptions<CoordinationOptions>>().Value).And.NotBeEquivalentTo(new CoordinationOptions());
        (drafts.Configuration, drafts.MaxStaleness).Should().Be(("runtime.example", TimeSpan.FromSeconds(5)));
        CoordinationOptions reviews = Coordination(provider, "reviews");
        (reviews.Configuration, reviews.MaxStaleness, reviews.MaxOutboxRecords).Should().Be(("reviews.example", TimeSpan.FromSeconds(6), 5));
    }

    [Fact]
    public async Task Coordination_SaidOfTheNameBefore_IsKept()
    {
        var services = new ServiceCollection();
        services.AddTieredCache("drafts").UseRedis("drafts.example");
        services.AddCodeGenRuntime().UseRedis("runtime.example").AddCache("drafts");
        await using ServiceProvider provider = services.BuildServiceProvider();
        Coordination(provider, "drafts").Configuration.Should().Be("drafts.example");
    }

    [Fact]
    public async Task Connection_MadeInCode_IsTheRuntimesUnlessTheNameHasItsOwn()
    {
        await using ServiceProvider provider = Build(
            static runtime =>
            {
                runtime.Cache.UseRedis(static () => ConfigurationOptions.Parse("runtime.example:1"));
                runtime.AddCache("drafts");
                runtime.AddCache("reviews").UseRedis("reviews.example:2");
                runtime.AddCache("notes").UseRedis(static () => ConfigurationOptions.Parse("notes.example:3"));
                runtime.Services.AddTieredCache("alone");
            },
            ("ConnectionStrings:Redis", "unused.example"));

        Servers(provider, "drafts").Should().Equal("runtime.example:1");
        Servers(provider, "reviews").Should().Equal("reviews.example:2");
        Servers(provider, "notes").Should().Equal("notes.example:3");
        Servers(provider, "alone").Should().BeNull("it belongs to no runtime");
    }

    [Fact]
    public async Task WrongConnectionString_OfAName_NamesItsSection()
    {
        await using ServiceProvider provider = Build(static runtime => runtime.AddCache("drafts").UseRedis("localhost,bogus=1"));
        provider.Invoking(static p => p.GetRequiredKeyedService<ITieredCache>("drafts")).Should().Throw<CoordinationException>().WithMessage("CodeGenRuntime:Caches:drafts:Redis:Configuration*");
    }

    private static CoordinationOptions Coordination(IServiceProvider provider, string name) => provider.GetRequiredService<IOptionsMonitor<CoordinationOptions>>().Get(name);

    private static IReadOnlyList<string>? Servers(IServiceProvider provider, string name) => provider.GetRequiredKeyedService<CacheConnection>(name).Redis?.Servers;

    private static ServiceProvider Build(Action<CodeGenRuntimeBuilder> add, params (string Path, string Value)[] settings)
    {
        var services = new ServiceCollection();
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static s => KeyValuePair.Create(s.Path, (string?)s.Value))).Build();
        add(services.AddCodeGenRuntime(configuration));
        return services.BuildServiceProvider();
    }
}
