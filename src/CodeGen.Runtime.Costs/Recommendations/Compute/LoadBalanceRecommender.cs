using System.Text.Json.Nodes;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Fewer machines in hours in which one of them works as much as it may while all together work less: as the load lies all are needed, and were it balanced they would not be. What
/// <see cref="UtilizationRecommender"/> finds is of other hours.
/// </summary>
internal sealed class LoadBalanceRecommender(CostRecommendationOptions options) : ICostRecommender
{
    public string Name => "load-balance";

    public string Needs => PoolReplay.Needs("pools of machines");

    public ICostReplay? Begin(RecommendationContext context) => PoolReplay.Begin(options, context, static (_, _) => true, static pools => pools.Select(Draft));

    private static RecommendationDraft Draft(PoolTimes pool)
    {
        PoolHour[] uneven = [.. pool.ByHour().Where(static hour => hour.IsUneven)];
        DailySavings savings = pool.Machines.Savings();
        long needed = 0;
        foreach (PoolHour hour in uneven)
        {
            long machines = pool.Needed(hour);
            needed += machines;
            savings.Add(pool.DayOf(hour), Money.Zero(savings.Currency), Money.FromPicos(PoolTimes.Saved(hour, machines), savings.Currency), 0);
        }

        return new RecommendationDraft
        {
            Subject = pool.Name,
            Title = $"Balance the load of the pool '{pool.Name}', and give back machines in hours in which only some of them have much to do",
            Savings = savings,
            CostOf = $"pool:{pool.Name}",
            Measure = MachinePromise.Of(isSameWork: true, pool.Machines),
            Evidence =
            [
                .. PoolFacts.Of(pool, uneven, "uneven "),
                new("the hottest machine in them, on average", uneven.Length == 0 ? "none" : MachineText.Share(uneven.Average(static hour => hour.Hottest))),
                new("machines needed in them, balanced, on average", uneven.Length == 0 ? "none" : ((decimal)needed / uneven.Length).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)),
            ],
            Assumptions =
            [
                PoolFacts.Target(pool),
                "Any machine of the pool can do any of its work.",
                "With the load as it lies now, fewer machines would each have proportionally more to do, and the hottest too much.",
                "Machines can be given back and had again by the hour.",
            ],
            Confidence = RecommendationConfidence.Low,
            Configuration = RequestSnippet.Text(new JsonObject { ["pool"] = pool.Name, ["balance"] = "least-busy", ["targetUtilization"] = pool.Options.TargetUtilization }),
            Claims = MachineClaims.Uneven(pool.Machines.Machines),
        };
    }
}
