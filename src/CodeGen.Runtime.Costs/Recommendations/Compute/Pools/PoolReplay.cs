namespace CodeGen.Runtime.Costs;

/// <summary>Gathers the machines of pools. Not thread-safe.</summary>
internal sealed class PoolReplay(IReadOnlyList<PoolTimes> pools, Func<IReadOnlyList<PoolTimes>, IEnumerable<RecommendationDraft>> drafts) : ICostReplay
{
    public void Observe(in ReplayedCharge charge)
    {
        foreach (PoolTimes pool in pools)
        {
            pool.Machines.Observe(charge);
        }
    }

    public IEnumerable<RecommendationDraft> Complete() => drafts([.. pools.Where(static pool => pool.Observed.Any())]);

    /// <returns>Null where there is no pool of those that are asked for.</returns>
    public static PoolReplay? Begin(CostRecommendationOptions options, RecommendationContext context, Func<string, MachinePoolOptions, bool> which, Func<IReadOnlyList<PoolTimes>, IEnumerable<RecommendationDraft>> drafts)
    {
        var hours = new ReplayHours(context);
        PoolTimes[] pools = [.. options.Pools.Where(one => which(one.Key, one.Value)).OrderBy(static one => one.Key, StringComparer.Ordinal).Select(one => new PoolTimes(one.Key, one.Value, hours))];
        return pools.Length == 0 ? null : new PoolReplay(pools, drafts);
    }

    public static string Needs(string pools) => $"Name {pools} under {CostRecommendationOptions.SectionName}:{nameof(CostRecommendationOptions.Pools)}, and book what machines cost by TrackCompute and how long they worked by TrackBusy.";
}
