using CodeGen.Runtime.Costs;
using CodeGen.Runtime.TestKit;
using FluentAssertions;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CodeGen.Runtime.IntegrationTests.Budgets;

/// <summary>A server that does not answer: what is enforced is refused, what was spent is kept, nothing is counted twice.</summary>
public sealed class BudgetOutageTests
{
    private static readonly CostAttribution s_hard = new() { Service = "s" };
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task Reserve_ServerIsAway_RefusesWhatIsEnforcedAndLetsPassWhatIsNot()
    {
        await using RedisServerProcess server = await StartAsync();
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        BudgetNode node = Node(world, server);
        BudgetHold before = await node.Budgets.ReserveAsync(Usd(30), s_hard);
        BudgetHold given = await node.Budgets.ReserveAsync(Usd(5), s_hard);
        server.Pause();

        await node.Budgets.Invoking(b => b.ReserveAsync(Usd(1), s_hard).AsTask()).Should().ThrowAsync<BudgetUnavailableException>().WithMessage($"*Redis at {server.ConnectionString}*no answer in time*refused until it answers again*");
        BudgetHold soft = await node.Budgets.ReserveAsync(Usd(40), new CostAttribution { Project = "soft" });
        soft.BudgetCount.Should().Be(1);
        await soft.SettleAsync(Usd(33));
        await before.SettleAsync(Usd(12));
        (await given.ReleaseAsync()).Should().BeTrue();
        await node.Budgets.ChargeAsync(Usd(4), s_hard);
        await node.Budgets.Invoking(b => b.GetStatusAsync("hard").AsTask()).Should().ThrowAsync<BudgetUnavailableException>();
        node.Logger.Collector.GetSnapshot().Should().Contain(static record => record.Id.Id == 3313 && record.Level == LogLevel.Warning);
        node.Store!.WaitingCount.Should().BeGreaterThan(3);

        server.Resume();
        await DrainedAsync(node);
        (await node.StatusAsync("hard")).Should().BeEquivalentTo(new { Committed = Usd(16), Held = Usd(0) });
        (await node.StatusAsync("soft")).Should().BeEquivalentTo(new { Committed = Usd(33), Held = Usd(0) });
        (await node.Budgets.GetIndeterminateAsync()).Should().BeEmpty();
        node.Alerts.Texts.Should().Equal("soft 2026-03 0.2 33 USD");
    }

    [SkippableFact]
    public async Task Reserve_AnswersAreLost_HoldsNothingInTheEnd()
    {
        await using RedisServerProcess server = await StartAsync();
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        BudgetNode node = Node(world, server);
        await (await node.Budgets.ReserveAsync(Usd(3), s_hard)).SettleAsync(Usd(3));
        server.Pause();
        Task[] lost = [.. Enumerable.Range(0, 5).Select(async _ => await node.Budgets.Invoking(b => b.ReserveAsync(Usd(7), s_hard).AsTask()).Should().ThrowAsync<BudgetUnavailableException>())];
        await Task.WhenAll(lost);
        server.Resume();
        await DrainedAsync(node);
        (await node.StatusAsync("hard")).Should().BeEquivalentTo(new { Committed = Usd(3), Held = Usd(0) });
    }

    [SkippableFact]
    public async Task Reserve_WaitIsGivenUp_HoldsNothingInTheEnd()
    {
        await using RedisServerProcess server = await StartAsync();
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        BudgetNode node = world.Node(static b => b.AddBudget("hard", static b => b.Monthly(100).Enforce()));
        await (await node.Budgets.ReserveAsync(Usd(3))).SettleAsync(Usd(3));
        server.Pause();
        using var cancel = new CancellationTokenSource();
        Task<BudgetHold> reserving = node.Budgets.ReserveAsync(Usd(7), cancellationToken: cancel.Token).AsTask();
        await cancel.CancelAsync();
        await reserving.Invoking(r => r).Should().ThrowAsync<OperationCanceledException>();
        server.Resume();
        await WaitUntil.Async(async () => (await node.StatusAsync("hard")).Held == Usd(0) && (await world.Database.KeyExistsAsync(world.Keys.Open)) == false, s_patience, "the hold is given back");
    }

    [SkippableFact]
    public async Task Settle_TooManyWait_IsAnErrorThatSaysWhatToWriteDown()
    {
        await using RedisServerProcess server = await StartAsync();
        await using BudgetWorld world = await BudgetWorld.CreateAsync(server.ConnectionString);
        BudgetNode node = world.Node(Define, options: static o => o with { MaxWaiting = 2 }, address: server.ConnectionString);
        BudgetHold[] holds = [await node.Budgets.ReserveAsync(Usd(1), s_hard), await node.Budgets.ReserveAsync(Usd(1), s_hard), await node.Budgets.ReserveAsync(Usd(1), s_hard)];
        server.Kill();
        await holds[0].SettleAsync(Usd(1));
        await holds[1].SettleAsync(Usd(1));
        await holds[2].Invoking(h => h.SettleAsync(Usd(0.5m)).AsTask()).Should().ThrowAsync<BudgetUnavailableException>().WithMessage($"*2 steps wait for it already*{holds[2].Id} of 0.5 USD*Write it down*");
        node.Store!.DescribeWaiting().Should().Contain($"{holds[0].Id} 1 USD");
    }

    private static async Task<RedisServerProcess> StartAsync()
    {
        Requires.RedisServer();
        return await RedisServerProcess.StartAsync();
    }

    private static void Define(BudgetsBuilder budgets) => budgets
        .AddBudget("hard", static b => b.Scope("service", "s").Monthly(100).Enforce())
        .AddBudget("soft", static b => b.Scope("project", "soft").Monthly(100).Alert(0.2));

    private static BudgetNode Node(BudgetWorld world, RedisServerProcess server) => world.Node(Define, address: server.ConnectionString);

    private static Task DrainedAsync(BudgetNode node) => WaitUntil.Async(
        async () =>
        {
            await node.Store!.PulseAsync();
            await node.Store.DrainAsync();
            return node.Store.WaitingCount == 0;
        },
        s_patience,
        "nothing waits");

    private static Money Usd(decimal amount) => Money.Of(amount, Currency.Usd);
}
