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

    private static async Task<IHost> StartAsync(string address, string ns)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddBudgets(o => o.Namespace = ns)
            .AddBudget("team", static b => b.Monthly(100).Enforce())
            .UseRedis(address)
            .ConfigureCoordination(static o => o.CommandTimeout = TimeSpan.FromSeconds(10));
        IHost host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
