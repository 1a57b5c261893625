using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>Machines in another place.</summary>
internal sealed class OtherRegionRecommender(CostRecommendationOptions options) : ICostRecommender
{
    public string Name => "other-region";

    public string Needs => OfferReplay.Needs("machines in other regions", "their price and what moving data there costs");

    public ICostReplay? Begin(RecommendationContext context) => OfferReplay.Begin(options, MachineOfferKind.Region, context, Draft);

    private static RecommendationDraft? Draft(OfferTimes one) => OfferDraft.Of(
        one,
        $"Run {one.Machines.Class.Text} in the region '{one.Name}'",
        "region",
        string.Create(CultureInfo.InvariantCulture, $"Moving data comes to {one.Offer.Options.TransferPerHour} {one.Offer.Currency} for each machine hour of now."),
        "No rule and no contract binds the data to the region of now, and users can wait for the longer way.");
}
