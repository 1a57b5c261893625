using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Planted months of pools of machines, found from the ledger to within 2 %.</summary>
public sealed class PoolRecommendationTests
{
    /// <summary>10 machines that are 56 % busy by day and 14 % by night: at 70 % 8 and 2 do.</summary>
    [Fact]
    public async Task Utilization_IdleByNight_IsFound()
    {
        using var host = new MachineHost(o => Pool(o, "web"));
        host.Book(hour => MachineHost.Even("web", 10, IsDay(hour) ? 0.56 : 0.14));

        Recommendation found = await host.FindAsync("utilization/web");

        Near(found, 30 * ((12 * 2) + (12 * 8)) * MachineHost.Price);
        found.Evidence.Should().Contain(new RecommendationFact("machines needed in the others", "2 to 8"));
        found.Configuration.Should().Contain("\"minReplicas\": 2").And.Contain("\"maxReplicas\": 8");
        found.Confidence.Should().Be(RecommendationConfidence.Medium);
        found.IsInPlan.Should().BeTrue();
    }

    [Fact]
    public async Task Utilization_NobodySaidHowLongTheyWorked_IsNotIdle()
    {
        using var host = new MachineHost(o => Pool(o, "web"));
        host.Book(hour => MachineHost.Even("web", 4, null));

        RecommendationReport report = await host.RecommendAsync();

        report.Recommendations.Should().BeEmpty();
        report.Silent.Should().Contain(one => one.Name == "utilization" && one.Needs.Contains("TrackBusy"));
    }

    [Fact]
    public async Task Utilization_SomeMachinesAreNotObserved_TheyStay()
    {
        using var host = new MachineHost(o => Pool(o, "web"));
        host.Book(static hour => [.. MachineHost.Even("web", 4, 0.1), ("dark-1", "web", null), ("dark-2", "web", null)]);

        // Of the four that are known one does.
        Near(await host.FindAsync("utilization/web"), MachineHost.Hours * 3 * MachineHost.Price);
    }

    [Fact]
    public async Task Pools_AsBusyAsTheyMayBe_AreLeftAlone()
    {
        using var host = new MachineHost(o =>
        {
            Pool(o, "web").MergeWith.Add("jobs");
            Pool(o, "jobs");
        });
        host.Book(static hour => MachineHost.Even("web", 5, 0.7).Concat(MachineHost.Even("jobs", 5, 0.65)));

        RecommendationReport report = await host.RecommendAsync();

        report.Recommendations.Should().BeEmpty();
        report.Plan.Saving.Replayed.IsZero.Should().BeTrue();
    }

    /// <summary>One machine of six has all the work for half of the day: balanced, two would do.</summary>
    [Fact]
    public async Task LoadBalance_OneMachineHasAllTheWork_IsFoundBesideUtilization()
    {
        using var host = new MachineHost(o => Pool(o, "web"));
        host.Book(static hour => IsDay(hour)
            ? [("hot", "web", 0.9), .. MachineHost.Even("web", 5, 0.05)]
            : [("hot", "web", 0.3), .. MachineHost.Even("web", 5, 0.05)]);

        RecommendationReport report = await host.RecommendAsync();

        Recommendation balance = report.Recommendations.Single(static one => one.Id == "load-balance/web");
        Recommendation utilization = report.Recommendations.Single(static one => one.Id == "utilization/web");
        Near(balance, 30 * 12 * 4 * MachineHost.Price);
        Near(utilization, 30 * 12 * 5 * MachineHost.Price);
        balance.ConflictsWith.Should().BeEmpty();
        report.Plan.Recommendations.Should().BeEquivalentTo("load-balance/web", "utilization/web");
        report.Plan.Saving.Replayed.Should().Be(balance.Saving.Replayed + utilization.Saving.Replayed);
        report.Plan.Saving.Cost.Should().Be(balance.Saving.Cost, "both are about the same machines");
        balance.Evidence.Should().Contain(new RecommendationFact("the hottest machine in them, on average", "90.0 %"));
    }

    /// <summary>Two services of 21 % of a machine each, with one machine each that has to stay: one does for both.</summary>
    [Fact]
    public async Task MergeServices_TwoThatHaveLittleToDo_AreFound()
    {
        using var host = new MachineHost(o =>
        {
            Pool(o, "web").MergeWith.Add("jobs");
            Pool(o, "jobs");
        });
        host.Book(static hour => MachineHost.Even("web", 2, 0.105).Concat(MachineHost.Even("jobs", 2, 0.105)));

        RecommendationReport report = await host.RecommendAsync();

        Recommendation merged = report.Recommendations.Single(static one => one.Id == "merge-services/jobs+web");
        Near(merged, MachineHost.Hours * 3 * MachineHost.Price);
        merged.IsInPlan.Should().BeTrue();
        merged.ConflictsWith.Should().BeEquivalentTo("utilization/jobs", "utilization/web");
        report.Recommendations.Where(static one => one.Recommender == "utilization").Should().HaveCount(2).And.OnlyContain(static one => !one.IsInPlan && one.ConflictsWith.Contains("merge-services/jobs+web"));
        report.Plan.Saving.Replayed.Should().Be(merged.Saving.Replayed);
    }

    /// <summary>Four machines at 70 %, of which 50 % of a machine each is work that machines of 0.40 dollars can do: two of now and three of those do.</summary>
    [Fact]
    public async Task SplitService_WorkForCheaperMachines_IsFound()
    {
        using var host = new MachineHost(o =>
        {
            MachinePoolOptions pool = Pool(o, "web");
            pool.Split["lint"] = new MachineSplitOptions { Offer = "small", Where = { ["tag.task"] = "lint" } };
            o.Machines["small"] = new MachineOfferOptions { Kind = MachineOfferKind.Instance, PricePerHour = 0.4m, Evidence = "price list of July", Where = { ["service"] = "none" } };
        });
        host.Book(static hour => MachineHost.Even("web", 4, 0.2));
        for (int hour = 0; hour < MachineHost.Hours; hour++)
        {
            for (int machine = 0; machine < 4; machine++)
            {
                var terms = new CostTerms { EventTime = MachineHost.From.AddHours(hour + 1), Attribution = new CostAttribution { Service = "web" }.WithTag("task", "lint") };
                host.Metered.Tracker.TrackBusy(TimeSpan.FromHours(0.5), $"web-{machine}", terms);
            }
        }

        RecommendationReport report = await host.RecommendAsync();

        Recommendation split = report.Recommendations.Should().ContainSingle().Subject;
        split.Id.Should().Be("split-service/web/lint");
        Near(split, MachineHost.Hours * ((2 * MachineHost.Price) - (3 * 0.4m)));
        split.Configuration.Should().Contain("\"instanceType\": \"small\"");
    }

    private static bool IsDay(int hour) => hour % 24 is >= 8 and < 20;

    private static MachinePoolOptions Pool(CostRecommendationOptions options, string name)
    {
        var pool = new MachinePoolOptions { Where = { ["service"] = name } };
        options.Pools[name] = pool;
        return pool;
    }

    private static void Near(Recommendation found, decimal expected) => found.Saving.Replayed.ToDecimal().Should().BeApproximately(expected, 0.02m * expected);
}
