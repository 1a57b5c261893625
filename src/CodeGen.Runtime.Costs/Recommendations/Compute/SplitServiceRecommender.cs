using System.Text.Json.Nodes;

namespace CodeGen.Runtime.Costs;

/// <summary>Other machines for a part of what a pool does. It is proposed where that saves more than giving back machines of the pool as it is, with which it cannot be done together.</summary>
internal sealed class SplitServiceRecommender(CostRecommendationOptions options) : ICostRecommender
{
    public string Name => "split-service";

    public string Needs => PoolReplay.Needs($"pools with work that other machines could do by {nameof(MachinePoolOptions.Split)}");

    public ICostReplay? Begin(RecommendationContext context)
    {
        var hours = new ReplayHours(context);
        SplitPool[] splits =
        [
            .. from pool in options.Pools
               from split in pool.Value.Split
               orderby pool.Key, split.Key
               select new SplitPool(new PoolTimes(pool.Key, pool.Value, hours), split.Key, split.Value, new MachineOffer(options.Machines[split.Value.Offer!], context.Currency)),
        ];
        return splits.Length == 0 ? null : new SplitReplay(splits);
    }

    private sealed class SplitReplay(IReadOnlyList<SplitPool> splits) : ICostReplay
    {
        public void Observe(in ReplayedCharge charge)
        {
            foreach (SplitPool split in splits)
            {
                split.Observe(charge);
            }
        }

        public IEnumerable<RecommendationDraft> Complete() => splits.Select(Draft).OfType<RecommendationDraft>();
    }

    private static RecommendationDraft? Draft(SplitPool split)
    {
        PoolTimes pool = split.Pool;
        if (!split.TryHours(out IReadOnlyList<SplitHour> hours) || hours.All(static hour => hour.Moved == 0))
        {
            return null;
        }

        DailySavings savings = pool.Machines.Savings();
        foreach (SplitHour hour in hours)
        {
            savings.Add(pool.DayOf(hour.Before), Money.Zero(savings.Currency), Money.FromPicos(hour.Saved, savings.Currency), 0);
        }

        var alone = Money.FromPicos(pool.SavedAlone(), savings.Currency);
        if (savings.Saving <= alone)
        {
            return null;
        }

        MachineOfferOptions offer = split.Offer.Options;
        return new RecommendationDraft
        {
            Subject = $"{pool.Name}/{split.Name}",
            Title = $"Let machines '{split.OfferName}' do '{split.Name}' of the pool '{pool.Name}'",
            Savings = savings,
            Measure = MachinePromise.Of(split.Offer.IsSameWork, pool.Machines),
            Evidence =
            [
                .. PoolFacts.Of(pool, [.. hours.Select(static hour => hour.Before)]),
                new("hours of work that move", MachineText.Hours(hours.Aggregate((Int128)0, static (sum, hour) => sum + hour.Moved))),
                new("machine hours of the pool needed for the rest", MachineText.Hours(hours.Aggregate((Int128)0, static (sum, hour) => sum + ((Int128)hour.Kept * hour.Before.Span)))),
                new("machine hours of the offer needed", MachineText.Hours(hours.Aggregate((Int128)0, static (sum, hour) => sum + ((Int128)hour.Rented * hour.Before.Span)))),
                new("price of a machine hour of the offer", Money.Of(offer.PricePerHour!.Value, split.Offer.Currency).ToString()),
                new("saved by giving back machines of the pool as it is", alone.ToString()),
                new("price list and benchmark", offer.Evidence!),
            ],
            Assumptions =
            [
                PoolFacts.Target(pool),
                "Machines of the offer may work as much of an hour, and none of them stays where they have nothing to do.",
                "Machines can be given back and had again by the hour, and the load is balanced.",
            ],
            Confidence = RecommendationConfidence.Low,
            Configuration = RequestSnippet.Text(new JsonObject
            {
                ["pool"] = pool.Name,
                ["minReplicas"] = hours.Min(static hour => hour.Kept),
                ["maxReplicas"] = hours.Max(static hour => hour.Kept),
                [split.Name] = new JsonObject { ["instanceType"] = split.OfferName, ["minReplicas"] = hours.Min(static hour => hour.Rented), ["maxReplicas"] = hours.Max(static hour => hour.Rented) },
            }),
            Claims = MachineClaims.All(pool.Machines.Machines),
        };
    }
}
