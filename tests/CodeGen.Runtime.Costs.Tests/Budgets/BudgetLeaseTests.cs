using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static CodeGen.Runtime.Costs.Tests.BudgetHost;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>A hold of which nobody says what it came to stays charged, and is seen.</summary>
public sealed class BudgetLeaseTests
{
    private static readonly CostAttribution s_p42 = new() { Project = "p42" };

    [Fact]
    public async Task Dispose_NeitherSettledNorReleased_IsIndeterminateAtOnceAndStaysCharged()
    {
        await using BudgetHost host = Team();
        BudgetHold hold = await host.Budgets.ReserveAsync(Usd(30), s_p42);
        host.Time.Advance(TimeSpan.FromSeconds(5));
        await hold.DisposeAsync();
        (await host.Budgets.GetIndeterminateAsync()).Should().BeEquivalentTo([new IndeterminateHold(hold.Id, Usd(30), s_p42, Start, Start.AddSeconds(5), ["team"])]);
        (await host.StatusAsync("team")).Should().BeEquivalentTo(new { Held = Usd(30), Indeterminate = Usd(30), Available = Usd(70) });
        (await hold.HeartbeatAsync()).Should().BeTrue();
        await hold.DisposeAsync();
        await hold.SettleAsync(Usd(4));
        (await host.Budgets.GetIndeterminateAsync()).Should().BeEmpty();
        (await host.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(4), Held = Usd(0), Indeterminate = Usd(0) });
    }

    [Fact]
    public async Task Lease_WithoutAHeartbeat_EndsAndWithOneDoesNot()
    {
        await using BudgetHost host = Team();
        BudgetHold silent = await host.Budgets.ReserveAsync(Usd(1), s_p42);
        BudgetHold beating = await host.Budgets.ReserveAsync(Usd(2), s_p42);
        host.Time.Advance(TimeSpan.FromMinutes(10));
        (await beating.HeartbeatAsync()).Should().BeTrue();
        host.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        (await host.Budgets.GetIndeterminateAsync()).Should().BeEmpty();
        host.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await host.Budgets.GetIndeterminateAsync()).Select(static hold => hold.Id).Should().Equal(silent.Id);
        (await silent.HeartbeatAsync()).Should().BeTrue();
        (await host.Budgets.GetIndeterminateAsync()).Should().BeEmpty("its holder is back");
        host.Time.Advance(TimeSpan.FromDays(400));
        (await host.Budgets.GetIndeterminateAsync()).Should().HaveCount(2);
        (await host.StatusAsync("team", Start)).Indeterminate.Should().Be(Usd(3));
        await silent.ReleaseAsync();
        await beating.SettleAsync(Usd(2));
        (await beating.HeartbeatAsync()).Should().BeFalse();
        (await host.Budgets.GetIndeterminateAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Resolve_ByAPerson_BooksAndALateSettlementReplacesIt()
    {
        await using BudgetHost host = Team();
        BudgetHold hold = await host.Budgets.ReserveAsync(Usd(30), s_p42);
        (await host.Budgets.ResolveAsync(hold.Id, Usd(9))).Should().BeFalse("its holder is still there");
        await hold.DisposeAsync();
        BudgetHoldId.TryParse(hold.Id.ToString(), out BudgetHoldId id).Should().BeTrue();
        (await host.Budgets.ResolveAsync(id, Usd(9))).Should().BeTrue();
        (await host.Budgets.ResolveAsync(id, Usd(9))).Should().BeFalse();
        (await host.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(9), Held = Usd(0) });
        await hold.SettleAsync(Usd(11));
        (await host.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(11), Held = Usd(0) });
    }

    [Fact]
    public async Task Resolve_ByAPolicy_LeavesWhatItLeaves()
    {
        await using BudgetHost host = Team();
        for (int i = 1; i <= 3; i++)
        {
            await using BudgetHold hold = await host.Budgets.ReserveAsync(Usd(i), s_p42);
            host.Time.Advance(TimeSpan.FromHours(1));
        }

        DateTimeOffset old = host.Time.GetUtcNow().AddMinutes(-90);
        (await host.Budgets.ResolveAsync(hold => hold.Since <= old ? hold.Estimate : null)).Should().Be(2);
        (await host.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(3), Held = Usd(3), Indeterminate = Usd(3) });
        (await host.Budgets.ResolveAsync(static _ => Money.Zero(Currency.Usd))).Should().Be(1);
        (await host.StatusAsync("team")).Should().BeEquivalentTo(new { Committed = Usd(3), Held = Usd(0) });
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef")]
    [InlineData("0123456789abcdef_0123456789abcdef")]
    [InlineData("0123456789abcdeg-0123456789abcdef")]
    public void HoldId_AnythingElse_IsNone(string text) => BudgetHoldId.TryParse(text, out _).Should().BeFalse();

    private static BudgetHost Team() => new(static s => s.AddBudget("team", static b => b.Scope("project", "p42").Monthly(100).Enforce()));
}
