using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Costs;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Joints;

/// <summary>One server for all that nodes have in common.</summary>
[Collection(ServersCollection.Name)]
public sealed class RuntimeRedisTests(ServersFixture servers)
{
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UseRedis_TwoHosts_ShareValuesAndBudgets(bool inCode)
    {
        string address = (await servers.GetAsync(ServerKind.Redis)).ConnectionString;
        string ns = TestServers.UniqueNamespace();
        await using ServiceProvider one = Host(Use, ns);
        await using ServiceProvider two = Host(Use, ns);
        await one.GetRequiredService<IBudgets>().ChargeAsync(Money.Of(60, Currency.Usd));
        (await two.GetRequiredService<IBudgets>().GetStatusAsync("team"))!.Committed.Should().Be(Money.Of(60, Currency.Usd));
        two.GetRequiredService<IOptions<BudgetsOptions>>().Value.Namespace.Should().Be(ns, "it is that of the cache");
        await one.GetRequiredService<ITieredCache>().SetAsync("key", "value");
        (await two.GetRequiredService<ITieredCache>().GetOrCreateAsync("key", static (_, _) => ValueTask.FromResult("made"))).Should().Be("value");

        void Use(CodeGenRuntimeBuilder runtime) => _ = inCode ? runtime.UseRedis(() => ConfigurationOptions.Parse(address)) : runtime.UseRedis(address);
    }

    [SkippableFact]
    public async Task UseRedis_WithoutBudgets_EachHostHasTheWholeLimit()
    {
        string address = (await servers.GetAsync(ServerKind.Redis)).ConnectionString;
        string ns = TestServers.UniqueNamespace();
        await using ServiceProvider one = Host(runtime => runtime.UseRedis(address, shareBudgets: false), ns);
        await using ServiceProvider two = Host(runtime => runtime.UseRedis(address, shareBudgets: false), ns);
        await one.GetRequiredService<IBudgets>().ChargeAsync(Money.Of(60, Currency.Usd));
        (await two.GetRequiredService<IBudgets>().GetStatusAsync("team"))!.Committed.Should().Be(Money.Of(0, Currency.Usd));
    }

    [Fact]
    public void UseRedis_BudgetsWithANamespaceOfTheirOwn_KeepIt()
    {
        using ServiceProvider host = Host(static runtime => runtime.UseRedis("localhost:6379").Costs.ConfigureBudgets(static o => o.Namespace = "budgets-of-all"), "cache-of-one");
        host.GetRequiredService<IOptions<BudgetsOptions>>().Value.Namespace.Should().Be("budgets-of-all");
    }

    private static ServiceProvider Host(Action<CodeGenRuntimeBuilder> use, string ns)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        CodeGenRuntimeBuilder runtime = services.AddCodeGenRuntime();
        runtime.ConfigureCache(o => o.Namespace = ns);
        runtime.Costs.AddBudget("team", static b => b.Monthly(100).Enforce());
        use(runtime);
        return services.BuildServiceProvider();
    }
}
