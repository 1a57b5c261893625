namespace CodeGen.Runtime.Costs;

/// <summary>Gathers the machines of each offer of a kind. Not thread-safe.</summary>
internal sealed class OfferReplay(IReadOnlyList<OfferTimes> offers, Func<OfferTimes, RecommendationDraft?> draft) : ICostReplay
{
    public void Observe(in ReplayedCharge charge)
    {
        foreach (OfferTimes offer in offers)
        {
            offer.Machines.Observe(charge);
        }
    }

    public IEnumerable<RecommendationDraft> Complete() => offers.Where(static offer => offer.Machines.Paid > 0).Select(draft).OfType<RecommendationDraft>();

    /// <returns>Null where there is no offer of that kind.</returns>
    public static OfferReplay? Begin(CostRecommendationOptions options, MachineOfferKind kind, RecommendationContext context, Func<OfferTimes, RecommendationDraft?> draft)
    {
        var hours = new ReplayHours(context);
        OfferTimes[] offers =
        [
            .. options.Machines.Where(one => one.Value.Kind == kind).OrderBy(static one => one.Key, StringComparer.Ordinal)
                .Select(one => new OfferTimes(one.Key, new MachineOffer(one.Value, context.Currency), new MachineTimes(new MachineClass(one.Value.Where, one.Value.Meter, one.Value.UnitsPerMachine), hours))),
        ];
        return offers.Length == 0 ? null : new OfferReplay(offers, draft);
    }

    public static string Needs(string machines, string numbers) => $"Name {machines} with {numbers} under {CostRecommendationOptions.SectionName}:{nameof(CostRecommendationOptions.Machines)}, and book what machines cost by TrackCompute.";
}
