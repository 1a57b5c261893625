using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>Machines that may be taken away: cheaper by the hour, and what they were doing is done again.</summary>
internal sealed class SpotRecommender(CostRecommendationOptions options) : ICostRecommender
{
    public string Name => "spot";

    public string Needs => OfferReplay.Needs("spot machines", "their price and how often they are taken away");

    public ICostReplay? Begin(RecommendationContext context) => OfferReplay.Begin(options, MachineOfferKind.Spot, context, Draft);

    private static RecommendationDraft? Draft(OfferTimes one)
    {
        MachineOfferOptions offer = one.Offer.Options;
        return OfferDraft.Of(
            one,
            $"Run {one.Machines.Class.Text} on spot machines '{one.Name}'",
            "capacity",
            string.Create(CultureInfo.InvariantCulture, $"A machine is taken away {offer.InterruptionsPerHour} times in an hour of its work, and {offer.LostPerInterruption} of work is done again each time."),
            "There are as many spot machines as are needed, in every hour, at that price.",
            "The work can be interrupted: what was begun is done again by itself.");
    }
}
