using System.Text.Json.Nodes;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Fewer machines in hours in which they have little to do. Hours in which one of them has enough to do while the others have not are left to <see cref="LoadBalanceRecommender"/>: as the load lies, none can be given
/// back there. So what both find adds up.
/// </summary>
internal sealed class UtilizationRecommender(CostRecommendationOptions options) : ICostRecommender
{
    public string Name => "utilization";

    public string Needs => PoolReplay.Needs("pools of machines");

    public ICostReplay? Begin(RecommendationContext context) => PoolReplay.Begin(options, context, static (_, _) => true, static pools => pools.Select(Draft));

    private static RecommendationDraft Draft(PoolTimes pool)
    {
        PoolHour[] hours = [.. pool.ByHour()];
        PoolHour[] even = [.. hours.Where(static hour => !hour.IsUneven)];
        DailySavings savings = pool.Machines.Savings();
        foreach (PoolHour hour in even)
        {
            savings.Add(pool.DayOf(hour), Money.Zero(savings.Currency), Money.FromPicos(PoolTimes.Saved(hour, pool.Needed(hour)), savings.Currency), 0);
        }

        long[] needed = [.. even.Select(pool.Needed)];
        return new RecommendationDraft
        {
            Subject = pool.Name,
            Title = $"Give back machines of the pool '{pool.Name}' in hours in which they have little to do",
            Savings = savings,
            CostOf = $"pool:{pool.Name}",
            Measure = MachinePromise.Of(isSameWork: true, pool.Machines),
            Evidence =
            [
                .. PoolFacts.Of(pool, hours),
                new("hours in which none can be given back as the load lies", MachineText.Count(hours.Length - even.Length)),
                new("machines needed in the others", needed.Length == 0 ? "none" : $"{MachineText.Count(needed.Min())} to {MachineText.Count(needed.Max())}"),
            ],
            Assumptions =
            [
                PoolFacts.Target(pool),
                "Machines can be given back and had again by the hour.",
                "What machines did that are given back is done by those with room; nothing that the others do has to move.",
                "Machines of which nobody booked how long they worked stay.",
            ],
            Confidence = RecommendationConfidence.Medium,
            Configuration = RequestSnippet.Text(new JsonObject
            {
                ["pool"] = pool.Name, ["minReplicas"] = needed.DefaultIfEmpty().Min(), ["maxReplicas"] = needed.DefaultIfEmpty().Max(), ["targetUtilization"] = pool.Options.TargetUtilization,
            }),
            Claims = MachineClaims.Even(pool.Machines.Machines),
        };
    }
}
