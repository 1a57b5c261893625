using CsCheck;
using FluentAssertions;
using Xunit;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>What offers save, beside the plain sum.</summary>
public sealed class OfferRecommenderPropertyTests
{
    private const decimal Rounding = 1e-9m;

    /// <summary>The number of machines that is found costs as little as the best of all numbers.</summary>
    [Fact]
    public void Reserved_AnyFleetAndPrice_IsTheBestOfAllNumbers() => Gen.Select(Fleet.Any("a"), Gen.Int[0, 700]).Sample(static (fleet, cents) =>
    {
        decimal price = cents / 100m;
        IReadOnlyList<RecommendationDraft> drafts = Fleet.Drafts(new ReservedRecommender(Offer(MachineOfferKind.Reserved, price)), fleet);

        decimal[] costs = [.. Enumerable.Range(0, fleet.Machines + 2).Select(machines => Reserved(fleet, machines, price))];
        decimal saved = drafts.Sum(static draft => draft.Savings!.Saving.ToDecimal());
        saved.Should().BeApproximately(fleet.Cost - costs.Min(), Rounding).And.BeGreaterThanOrEqualTo(0);
        if (drafts is [var draft])
        {
            int machines = int.Parse(draft.Evidence.Single(static fact => fact.Name == "machines reserved").Value);
            costs[machines].Should().BeApproximately(costs.Min(), Rounding);
        }
    });

    [Fact]
    public void Reserved_AnyStatedNumber_CostsWhatItDoes() => Gen.Select(Fleet.Any("a"), Gen.Int[0, 700], Gen.Int[1, 6]).Sample(static (fleet, cents, machines) =>
    {
        CostRecommendationOptions options = Offer(MachineOfferKind.Reserved, cents / 100m);
        options.Machines["o"].Machines = machines;

        foreach (RecommendationDraft draft in Fleet.Drafts(new ReservedRecommender(options), fleet))
        {
            draft.Savings!.Saving.ToDecimal().Should().BeApproximately(fleet.Cost - Reserved(fleet, machines, cents / 100m), Rounding);
        }
    });

    [Fact]
    public void Spot_AnyFleet_IsItsHoursAndWhatIsLostAtItsPrice() => Gen.Select(Fleet.Any("a"), Gen.Int[0, 500], Gen.Int[0, 1_000], Gen.Int[0, 90], Gen.Int[50, 200]).Sample(static (fleet, cents, interruptions, minutes, speed) =>
    {
        CostRecommendationOptions options = Offer(MachineOfferKind.Spot, cents / 100m);
        MachineOfferOptions offer = options.Machines["o"];
        (offer.InterruptionsPerHour, offer.LostPerInterruption, offer.Speed) = (interruptions / 1000m, TimeSpan.FromMinutes(minutes), speed / 100m);

        IReadOnlyList<RecommendationDraft> drafts = Fleet.Drafts(new SpotRecommender(options), fleet);

        decimal hours = Enumerable.Range(0, Fleet.Hours).Sum(fleet.Paid) / 60m;
        decimal after = hours * (1 + (interruptions / 1000m * minutes / 60m)) / (speed / 100m) * (cents / 100m);
        drafts.Sum(static draft => draft.Savings!.Saving.ToDecimal()).Should().BeApproximately(fleet.Cost - after, Rounding);
    });

    [Fact]
    public void OtherRegion_AnyFleet_PaysForMovingData() => Gen.Select(Fleet.Any("a"), Gen.Int[0, 500], Gen.Int[0, 200]).Sample(static (fleet, cents, transfer) =>
    {
        CostRecommendationOptions options = Offer(MachineOfferKind.Region, cents / 100m);
        (options.Machines["o"].TransferPerHour, options.Machines["o"].Speed) = (transfer / 100m, 0.8m);

        IReadOnlyList<RecommendationDraft> drafts = Fleet.Drafts(new OtherRegionRecommender(options), fleet);

        decimal hours = Enumerable.Range(0, Fleet.Hours).Sum(fleet.Paid) / 60m;
        drafts.Sum(static draft => draft.Savings!.Saving.ToDecimal()).Should().BeApproximately(fleet.Cost - (hours / 0.8m * cents / 100m) - (hours * transfer / 100m), Rounding);
    });

    [Fact]
    public void OtherMachine_UnitsPerMachine_AreNotMachines()
    {
        CostRecommendationOptions options = Offer(MachineOfferKind.Instance, 5);
        options.Machines["o"].UnitsPerMachine = 8;
        var fleet = new Fleet("a", 1, [.. Enumerable.Repeat((60, 30, 0, 4_800), Fleet.Hours)]);

        RecommendationDraft draft = Fleet.Drafts(new OtherMachineRecommender(options), fleet).Should().ContainSingle().Subject;

        // 30 GPU hours of 0.80 each, which are 3.75 machine hours.
        draft.Savings!.Saving.Should().Be(Money.Of(24 - (3.75m * 5), Currency.Usd));
    }

    private static decimal Reserved(Fleet fleet, int machines, decimal price)
    {
        int paid = Enumerable.Range(0, Fleet.Hours).Sum(fleet.Paid);
        decimal beside = Enumerable.Range(0, Fleet.Hours).Sum(hour => Math.Max(0, fleet.Paid(hour) - (60 * machines)));
        return paid == 0 ? 0 : (machines * price * Fleet.Hours) + (beside * fleet.Cost / paid);
    }

    private static CostRecommendationOptions Offer(MachineOfferKind kind, decimal price)
    {
        var options = new CostRecommendationOptions();
        options.Machines["o"] = new MachineOfferOptions { Kind = kind, PricePerHour = price, Evidence = "list" };
        return options;
    }
}
