using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>What was promised of machines, and what came of it.</summary>
public sealed class MachinePromiseTests
{
    [Theory]
    [InlineData(2, PromiseStatus.Kept)]
    [InlineData(10, PromiseStatus.Missed)]
    public async Task CheckAsync_UtilizationWasFollowed_TellsWhetherMachinesWereGivenBack(int machinesSince, PromiseStatus expected)
    {
        using var host = new MachineHost(static o => o.Pools["web"] = new MachinePoolOptions { Where = { ["service"] = "web" } });
        host.Book(static hour => MachineHost.Even("web", 10, 0.14));
        Recommendation found = await host.FindAsync("utilization/web");
        await host.Recommendations.FollowAsync(found);

        // The same work, on as many machines. What else the service costs does not count.
        host.Metered.Time.Advance(TimeSpan.FromDays(12));
        host.Metered.Tracker.Track(CostUse.Stated(CostCategory.Storage, "disk", 1, Money.Of(500, Currency.Usd)), new CostTerms { EventTime = MachineHost.From.AddHours(MachineHost.Hours + 30), Attribution = new CostAttribution { Service = "web" } });
        host.Book(hour => MachineHost.Even("web", machinesSince, 1.4 / machinesSince), first: MachineHost.Hours + 12, hours: 11 * 24);
        PromiseCheck check = (await host.Recommendations.CheckAsync()).Should().ContainSingle().Subject;

        check.Status.Should().Be(expected, check.Reason);
        check.Promise.Share.Should().BeApproximately(0.8m, 0.001m);
        check.Share.Should().BeApproximately(expected == PromiseStatus.Kept ? 0.8m : 0, 0.02m);
    }

    /// <summary>A second of a faster machine is more work, so the promise goes by requests.</summary>
    [Fact]
    public async Task CheckAsync_FasterMachines_IsJudgedByRequests()
    {
        using var host = new MachineHost(static o => o.Machines["h200"] = new MachineOfferOptions { Kind = MachineOfferKind.Instance, PricePerHour = 2, Speed = 2, Evidence = "benchmark", Where = { ["service"] = "web" } });
        host.Book(static hour => MachineHost.Even("web", 4, 0.5));
        Requests(host, first: 0, hours: MachineHost.Hours);
        await host.Recommendations.FollowAsync(await host.FindAsync("other-machine/h200"));

        host.Metered.Time.Advance(TimeSpan.FromDays(12));
        host.Book(static hour => MachineHost.Even("web", 2, 0.5), first: MachineHost.Hours + 12, hours: 11 * 24);
        Requests(host, first: MachineHost.Hours + 12, hours: 11 * 24);
        PromiseCheck check = (await host.Recommendations.CheckAsync()).Should().ContainSingle().Subject;

        check.Promise.Measure!.Unit.Should().Be(PromiseUnit.Request);
        check.Status.Should().Be(PromiseStatus.Kept, check.Reason);
        check.Share.Should().BeApproximately(0.5m, 0.02m);
    }

    [Fact]
    public async Task CheckAsync_MergedPools_CountsBoth()
    {
        using var host = new MachineHost(static o =>
        {
            o.Pools["web"] = new MachinePoolOptions { Where = { ["service"] = "web" }, MergeWith = { "jobs" } };
            o.Pools["jobs"] = new MachinePoolOptions { Where = { ["service"] = "jobs" } };
        });
        host.Book(static hour => MachineHost.Even("web", 1, 0.2).Concat(MachineHost.Even("jobs", 1, 0.2)).Concat(MachineHost.Even("other", 7, 0.2)));
        await host.Recommendations.FollowAsync(await host.FindAsync("merge-services/jobs+web"));

        // One machine for both, and its work is told apart.
        host.Metered.Restart();
        host.Metered.Time.Advance(TimeSpan.FromDays(12));
        host.Book(static hour => [("web-0", "web", 0.2)], first: MachineHost.Hours + 12, hours: 11 * 24);
        for (int hour = MachineHost.Hours + 12; hour < MachineHost.Hours + 12 + (11 * 24); hour++)
        {
            host.Metered.Tracker.TrackBusy(TimeSpan.FromHours(0.2), "web-0", new CostTerms { EventTime = MachineHost.From.AddHours(hour + 1), Attribution = new CostAttribution { Service = "jobs" } });
        }

        PromiseCheck check = (await host.Recommendations.CheckAsync()).Should().ContainSingle().Subject;
        check.Status.Should().Be(PromiseStatus.Kept, check.Reason);
        check.Share.Should().BeApproximately(0.5m, 0.02m);
    }

    [Fact]
    public async Task FollowAsync_NothingToDivideBy_IsRefused()
    {
        using var host = new MachineHost(static o => o.Machines["h200"] = new MachineOfferOptions { Kind = MachineOfferKind.Instance, PricePerHour = 1, Evidence = "list" });
        host.Book(static hour => MachineHost.Even("web", 2, null));
        Recommendation found = await host.FindAsync("other-machine/h200");

        await FluentActions.Awaiting(() => host.Recommendations.FollowAsync(found).AsTask()).Should().ThrowAsync<ArgumentException>().WithMessage("*other-machine/h200*no unit (Request)*");
    }

    private static void Requests(MachineHost host, int first, int hours)
    {
        for (int hour = first; hour < first + hours; hour++)
        {
            host.Metered.Tracker.TrackApi("POST /generate", TimeSpan.FromSeconds(1), new CostTerms { EventTime = MachineHost.From.AddHours(hour).AddMinutes(30), Attribution = new CostAttribution { Service = "web" } });
        }
    }
}
