using CodeGen.Runtime.Costs;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>Two hosts that share their budgets as applications do.</summary>
[Collection(ServersCollection.Name)]
public sealed class BudgetHostingTests(ServersFixture servers)
{
    [SkippableTheory]
    [InlineData(ServerKind.Embedded)]
    [InlineData(ServerKind.Redis)]
    public async Task UseRedis_TwoHosts_ShareOneLimitAndTakeTheirLeave(ServerKind kind)
    {
        string address = (await servers.GetAsync(kind)).ConnectionString;
        string ns = TestServers.UniqueNamespace();
        using IHost one = await StartAsync(address, ns);
        using IHost two = await StartAsync(address, ns);
        await (await Budgets(one).ReserveAsync(Money.Of(60, Currency.Usd))).SettleAsync(Money.Of(60, Currency.Usd));
        (await Budgets(two).TryReserveAsync(Money.Of(41, Currency.Usd))).Refusal!.Available.Should().Be(Money.Of(40, Currency.Usd));
        (await two.Services.GetRequiredService<IBudgetRecovery>().GetMissingAsync()).Should().BeEmpty();
        await one.StopAsync();
        (await Budgets(two).GetStatusAsync("team"))!.Committed.Should().Be(Money.Of(60, Currency.Usd));
        await two.StopAsync();
    }

    [SkippableFact]
    public async Task SharedMode_Leased_ServesFromChunksWhichComeBackByThemselvesAndAtTheEnd()
    {
        string address = (await servers.GetAsync(ServerKind.Redis)).ConnectionString;
        string ns = TestServers.UniqueNamespace();
        using IHost one = await StartAsync(address, ns, SharedBudgetMode.Leased);
        using IHost two = await StartAsync(address, ns);
        await (await Budgets(one).ReserveAsync(Money.Of(1, Currency.Usd))).SettleAsync(Money.Of(1, Currency.Usd));
        (await Budgets(two).GetStatusAsync("team"))!.Committed.Should().Be(Money.Of(0, Currency.Usd));
        await WaitUntil.Async(async () => (await Budgets(two).GetStatusAsync("team"))!.Available == Money.Of(99, Currency.Usd), TimeSpan.FromSeconds(30), "the chunk is over");
        await (await Budgets(one).ReserveAsync(Money.Of(1, Currency.Usd))).SettleAsync(Money.Of(1, Currency.Usd));
        await one.StopAsync();
        (await Budgets(two).GetStatusAsync("team")).Should().BeEquivalentTo(new { Committed = Money.Of(2, Currency.Usd), Held = Money.Of(0, Currency.Usd) });
        await two.StopAsync();
    }

    [Theory]
    [InlineData("redis://localhost", "CodeGenRuntime:Costs:Budgets:Redis:Configuration is a URI*")]
    public void UseRedis_WrongSetting_IsAnErrorThatNamesItsPath(string configuration, string message)
    {
        var services = new ServiceCollection();
        services.AddBudgets().UseRedis(configuration);
        using ServiceProvider provider = services.BuildServiceProvider();
        provider.Invoking(static p => p.GetRequiredService<IBudgets>()).Should().Throw<OptionsValidationException>().WithMessage(message);
    }

    private static IBudgets Budgets(IHost host) => host.Services.GetRequiredService<IBudgets>();

    private static async Task<IHost> StartAsync(string address, string ns, SharedBudgetMode mode = SharedBudgetMode.Exact)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddBudgets(o => (o.Namespace, o.SharedMode, o.ChunkLife) = (ns, mode, TimeSpan.FromSeconds(2)))
            .AddBudget("team", static b => b.Monthly(100).Enforce())
            .UseRedis(address)
            .ConfigureCoordination(static o => o.CommandTimeout = TimeSpan.FromSeconds(10));
        IHost host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
