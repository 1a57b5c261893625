using System.Globalization;
using System.Text.Json.Nodes;

namespace CodeGen.Runtime.Costs;

/// <summary>Machines that are reserved for all hours, as many as would have cost least.</summary>
internal sealed class ReservedRecommender(CostRecommendationOptions options) : ICostRecommender
{
    public string Name => "reserved";

    public string Needs => OfferReplay.Needs("reserved machines", "their price");

    public ICostReplay? Begin(RecommendationContext context) => OfferReplay.Begin(options, MachineOfferKind.Reserved, context, Draft);

    private static RecommendationDraft? Draft(OfferTimes one)
    {
        MachineOfferOptions offer = one.Offer.Options;
        if (ReservedHours.Of(one) is not { } hours)
        {
            return null;
        }

        long machines = offer.Machines ?? hours.Best();
        long committed = machines * hours.Window;
        long used = hours.Used(machines);
        return new RecommendationDraft
        {
            Subject = one.Name,
            Title = string.Create(CultureInfo.InvariantCulture, $"Reserve {machines} of {one.Machines.Class.Text} by '{one.Name}'"),
            Savings = hours.Savings(machines),
            Measure = MachinePromise.Of(isSameWork: true, one.Machines),
            Evidence =
            [
                .. OfferDraft.Facts(one),
                new("machines reserved", MachineText.Count(machines)),
                new("reserved hours that are used", committed == 0 ? "none" : MachineText.Share((decimal)used / committed)),
                new("use from which a reserved machine is cheaper", hours.BreakEven is { } share ? MachineText.Share(share) : "none"),
                new("machine hours beside them", MachineText.Hours(one.Machines.Paid - used)),
            ],
            Assumptions =
            [
                "As many machines are needed for as long as the reservation binds.",
                "Hours beside the reserved ones go on at what a machine hour cost on average.",
            ],
            Confidence = RecommendationConfidence.Medium,
            Configuration = RequestSnippet.Text(new JsonObject
            {
                ["commitment"] = new JsonObject { ["offer"] = one.Name, ["machines"] = machines, ["pricePerHour"] = offer.PricePerHour, ["currency"] = one.Offer.Currency.Code },
            }),
            Claims = MachineClaims.All(one.Machines.Machines),
        };
    }
}
