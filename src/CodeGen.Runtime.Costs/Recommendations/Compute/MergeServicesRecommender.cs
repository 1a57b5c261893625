using System.Text.Json.Nodes;

namespace CodeGen.Runtime.Costs;

/// <summary>One pool of machines for what two pools do. It is proposed where that saves more than giving back machines of each alone, with which it cannot be done together.</summary>
internal sealed class MergeServicesRecommender(CostRecommendationOptions options) : ICostRecommender
{
    public string Name => "merge-services";

    public string Needs => PoolReplay.Needs($"pools that may share machines by {nameof(MachinePoolOptions.MergeWith)}");

    public ICostReplay? Begin(RecommendationContext context) => PoolReplay.Begin(
        options, context, (name, pool) => pool.MergeWith.Count > 0 || options.Pools.Values.Any(other => other.MergeWith.Contains(name)), static pools => Pairs(pools).Select(Draft).OfType<RecommendationDraft>());

    private static IEnumerable<MergedPools> Pairs(IReadOnlyList<PoolTimes> pools) =>
        from one in pools
        from other in pools
        where string.CompareOrdinal(one.Name, other.Name) < 0
            && (one.Options.MergeWith.Contains(other.Name) || other.Options.MergeWith.Contains(one.Name))
            && !one.Machines.Machines.Overlaps(other.Machines.Machines)
        select new MergedPools(one, other);

    private static RecommendationDraft? Draft(MergedPools pools)
    {
        (PoolTimes one, PoolTimes other) = (pools.One, pools.Other);
        MergedHour[] hours = [.. pools.ByHour()];
        DailySavings savings = one.Machines.Savings();
        savings.Add(other.Machines.Savings());
        foreach (MergedHour hour in hours)
        {
            savings.Add(one.Machines.Hours.DayOf(hour.Hour), Money.Zero(savings.Currency), Money.FromPicos(hour.Saved, savings.Currency), 0);
        }

        var alone = Money.FromPicos(one.SavedAlone() + other.SavedAlone(), savings.Currency);
        if (savings.Saving <= alone)
        {
            return null;
        }

        return new RecommendationDraft
        {
            Subject = $"{one.Name}+{other.Name}",
            Title = $"Let the pools '{one.Name}' and '{other.Name}' share their machines",
            Savings = savings,
            Measure = MachinePromise.Of(isSameWork: true, one.Machines, other.Machines),
            Evidence =
            [
                .. PoolFacts.Of(one, [.. one.ByHour()], $"{one.Name}: "),
                .. PoolFacts.Of(other, [.. other.ByHour()], $"{other.Name}: "),
                new("machine hours needed apart", MachineText.Hours(MergedPools.Apart(hours))),
                new("machine hours needed together", MachineText.Hours(MergedPools.Together(hours))),
                new("saved by giving back machines of each alone", alone.ToString()),
            ],
            Assumptions =
            [
                PoolFacts.Target(one),
                PoolFacts.Target(other),
                "Machines of either pool can do the work of both, and what they need of memory does not add up to more than they have.",
                "Every machine costs what one of the dearer pool does.",
                "Machines can be given back and had again by the hour, and the load is balanced.",
            ],
            Confidence = RecommendationConfidence.Low,
            Configuration = RequestSnippet.Text(new JsonObject
            {
                ["pools"] = new JsonArray(one.Name, other.Name),
                ["minReplicas"] = hours.Min(static hour => hour.Together),
                ["maxReplicas"] = hours.Max(static hour => hour.Together),
            }),
            Claims = MachineClaims.All(one.Machines.Machines.Concat(other.Machines.Machines)),
        };
    }
}
