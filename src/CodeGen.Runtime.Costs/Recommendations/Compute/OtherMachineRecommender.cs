using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>Another instance type or another GPU.</summary>
internal sealed class OtherMachineRecommender(CostRecommendationOptions options) : ICostRecommender
{
    public string Name => "other-machine";

    public string Needs => OfferReplay.Needs("machines of other types", "their price and their speed");

    public ICostReplay? Begin(RecommendationContext context) => OfferReplay.Begin(options, MachineOfferKind.Instance, context, Draft);

    private static RecommendationDraft? Draft(OfferTimes one) => OfferDraft.Of(
        one,
        $"Run {one.Machines.Class.Text} on machines '{one.Name}'",
        "instanceType",
        string.Create(CultureInfo.InvariantCulture, $"A machine of that type does {one.Offer.Options.Speed} times the work of one of now in an hour, as it was measured."),
        "Memory, disks and the network of that type are enough, and fewer machines that are faster are paid for fewer hours.");
}
