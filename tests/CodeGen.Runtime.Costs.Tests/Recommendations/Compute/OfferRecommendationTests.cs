using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Planted months of machines that could have been had otherwise, found from the ledger to within 2 %.</summary>
public sealed class OfferRecommendationTests
{
    [Fact]
    public async Task Spot_CheaperEvenWithWhatIsLost_IsFound()
    {
        using var host = new MachineHost(o => o.Machines["spot-a"] = new MachineOfferOptions
        {
            Kind = MachineOfferKind.Spot, PricePerHour = 0.6m, InterruptionsPerHour = 0.05m, LostPerInterruption = TimeSpan.FromMinutes(30), Evidence = "spot prices of July",
        });
        host.Book(static hour => MachineHost.Even("web", 3, null));

        Recommendation found = await host.FindAsync("spot/spot-a");

        Near(found, MachineHost.Hours * 3 * (MachineHost.Price - (0.6m * 1.025m)));
        found.Evidence.Should().Contain(new RecommendationFact("hours there for an hour of now", "1.025")).And.Contain(new RecommendationFact("price list and benchmark", "spot prices of July"));
        found.Configuration.Should().Contain("\"capacity\": \"spot-a\"");
        found.Assumptions.Should().Contain(static assumption => assumption.Contains("0.05 times"));
    }

    /// <summary>3 machines run all day and 7 more for 6 hours: at 60 % of the price a machine has to be used 14.4 hours a day.</summary>
    [Fact]
    public async Task Reserved_SomeMachinesRunAllDay_ThoseAreReserved()
    {
        using var host = new MachineHost(o => o.Machines["year"] = new MachineOfferOptions { Kind = MachineOfferKind.Reserved, PricePerHour = 1.2m, Evidence = "one year, no upfront" });
        host.Book(static hour => MachineHost.Even("web", hour % 24 < 6 ? 10 : 3, null));

        Recommendation found = await host.FindAsync("reserved/year");

        Near(found, MachineHost.Hours * 3 * (MachineHost.Price - 1.2m));
        found.Title.Should().StartWith("Reserve 3 of ");
        found.Evidence.Should().Contain(static fact => fact.Name == "use from which a reserved machine is cheaper" && fact.Value == "60.0 %");
        found.Configuration.Should().Contain("\"machines\": 3");
    }

    [Fact]
    public async Task Reserved_UsedForFewHours_IsNotSaid()
    {
        using var host = new MachineHost(o => o.Machines["year"] = new MachineOfferOptions { Kind = MachineOfferKind.Reserved, PricePerHour = 1.2m, Evidence = "list" });
        host.Book(static hour => MachineHost.Even("web", hour % 24 < 6 ? 10 : 0, null));

        RecommendationReport report = await host.RecommendAsync();

        report.Recommendations.Should().BeEmpty();
        report.Silent.Should().NotContain(static one => one.Name == "reserved", "it had something to go by, and found nothing");
    }

    [Fact]
    public async Task OtherMachine_TwiceAsFastForLessThanTwiceThePrice_IsFound()
    {
        using var host = new MachineHost(o =>
        {
            o.Machines["h200"] = new MachineOfferOptions { Kind = MachineOfferKind.Instance, PricePerHour = 3, Speed = 2, Evidence = "benchmark of 3 July" };
            o.Machines["dear"] = new MachineOfferOptions { Kind = MachineOfferKind.Instance, PricePerHour = 5, Speed = 2, Evidence = "benchmark of 3 July" };
        });
        host.Book(static hour => MachineHost.Even("web", 3, null));

        RecommendationReport report = await host.RecommendAsync();

        Recommendation found = report.Recommendations.Should().ContainSingle().Subject;
        found.Id.Should().Be("other-machine/h200");
        Near(found, MachineHost.Hours * 3 * (MachineHost.Price - 1.5m));
        found.ConflictsWith.Should().BeEmpty("what is not worth saying is no alternative");
    }

    [Fact]
    public async Task OtherRegion_CheaperWithMovingData_IsFound()
    {
        using var host = new MachineHost(o => o.Machines["north"] = new MachineOfferOptions
        {
            Kind = MachineOfferKind.Region, PricePerHour = 1.4m, TransferPerHour = 0.2m, Currency = "USD", Evidence = "list", Where = { ["service"] = "web" },
        });
        host.Book(static hour => MachineHost.Even("web", 2, null).Concat(MachineHost.Even("other", 5, null)));

        Near(await host.FindAsync("other-region/north"), MachineHost.Hours * 2 * (MachineHost.Price - 1.6m));
    }

    /// <summary>15 days at 1.1 dollars a euro, 15 at 1.2: each day goes by its own rate, of what is used and of what is reserved.</summary>
    [Fact]
    public async Task Offers_InAnotherCurrency_AreConvertedByTheRateOfEachDay()
    {
        using var host = new MachineHost(o =>
        {
            o.Machines["north"] = new MachineOfferOptions { Kind = MachineOfferKind.Region, PricePerHour = 1, Currency = "EUR", Evidence = "list" };
            o.Machines["year"] = new MachineOfferOptions { Kind = MachineOfferKind.Reserved, PricePerHour = 1, Currency = "EUR", Evidence = "list" };
        });
        host.Book(static hour => MachineHost.Even("web", 2, null));

        Near(await host.FindAsync("other-region/north"), MachineHost.Hours * 2 * (MachineHost.Price - 1.15m), 0.003m);
        Near(await host.FindAsync("reserved/year"), MachineHost.Hours * 2 * (MachineHost.Price - 1.15m), 0.004m);
    }

    [Fact]
    public async Task Offer_InACurrencyWithoutARate_IsNotSaid()
    {
        using var host = new MachineHost(o => o.Machines["north"] = new MachineOfferOptions { Kind = MachineOfferKind.Region, PricePerHour = 0.1m, Currency = "NOK", Evidence = "list" });
        host.Book(static hour => MachineHost.Even("web", 2, null));

        (await host.RecommendAsync()).Recommendations.Should().BeEmpty();
    }

    /// <summary>Of what can be had instead of the same machines one is in the plan, the one that saves most.</summary>
    [Fact]
    public async Task Offers_OfTheSameMachines_AreAlternatives()
    {
        using var host = new MachineHost(o =>
        {
            o.Machines["year"] = new MachineOfferOptions { Kind = MachineOfferKind.Reserved, PricePerHour = 1.2m, Evidence = "list" };
            o.Machines["spot-a"] = new MachineOfferOptions { Kind = MachineOfferKind.Spot, PricePerHour = 0.6m, InterruptionsPerHour = 0, LostPerInterruption = TimeSpan.Zero, Evidence = "list" };
            o.Pools["web"] = new MachinePoolOptions { Where = { ["service"] = "web" } };
            o.Pools["other"] = new MachinePoolOptions { Where = { ["service"] = "other" } };
            o.Machines["spot-a"].Where["service"] = "web";
            o.Machines["year"].Where["service"] = "web";
        });
        host.Book(static hour => MachineHost.Even("web", 4, 0.5).Concat(MachineHost.Even("other", 4, 0.2)));

        RecommendationReport report = await host.RecommendAsync();

        report.Recommendations.Select(static one => one.Id).Should().BeEquivalentTo("spot/spot-a", "reserved/year", "utilization/web", "utilization/other");
        report.Plan.Recommendations.Should().BeEquivalentTo("spot/spot-a", "utilization/other");
        Recommendation reserved = report.Recommendations.Single(static one => one.Id == "reserved/year");
        reserved.IsInPlan.Should().BeFalse();
        reserved.ConflictsWith.Should().BeEquivalentTo("spot/spot-a", "utilization/web");
    }

    private static void Near(Recommendation found, decimal expected, decimal share = 0.02m) => found.Saving.Replayed.ToDecimal().Should().BeApproximately(expected, share * expected);
}
