using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>More memory for a cache: which values were made again that it would still have held.</summary>
internal sealed class CacheSizeRecommender(ReuseProfiles profiles, CostRecommendationOptions options, CostMeteringOptions metering) : ICostRecommender
{
    private const decimal BytesPerGiB = 1L << 30;

    public string Name => "cache-size";

    public string Needs => "Let factories of the cache say what their values cost (context.Cost), with CodeGenRuntime:ReuseShare above 0: no use of the cache was seen in this time.";

    public ICostReplay? Begin(RecommendationContext context) =>
        context.Currency == Currency.Parse(metering.Currency) ? new StatedChanges(profiles.All.Select(profile => Draft(profile, context)).OfType<RecommendationDraft>()) : null;

    private RecommendationDraft? Draft(ReuseProfile profile, RecommendationContext context)
    {
        (DateOnly first, DateOnly last) = (context.FirstDay, context.FirstDay.AddDays(context.Days - 1));
        ReuseDays[] regions = profile.DaysOf(first, last);
        if (regions.Length == 0)
        {
            return null;
        }

        DateOnly[] days = [.. regions.SelectMany(static region => region.Days.Keys).Distinct().Order()];
        ReusePoint[] curve = [.. profile.Sizes(first, last)];

        // What the simulated eviction would have kept at the size that is configured is no matter of size.
        decimal owed = Math.Max(0, curve[0].Saved) / days.Length;
        decimal[] saved = [.. curve.Skip(1).Select(point => point.Saved - ((owed + Memory(profile.Cache, point)) * days.Length))];
        int best = 1 + ReuseChoice.Of(saved);
        var savings = new DailySavings(context.Currency);
        foreach (DateOnly day in days)
        {
            ReuseDay[] sums = [.. regions.Select(region => region.Days.GetValueOrDefault(day)).OfType<ReuseDay>()];
            decimal saving = sums.Sum(one => one.SavedBySize[best]) - owed - Memory(profile.Cache, curve[best]);
            savings.Add(day, ReuseChoice.Money(sums.Sum(static one => one.Paid), context.Currency), ReuseChoice.Money(saving, context.Currency), sums.Sum(static one => one.Payments));
        }

        string cache = profile.Cache.Name.Length == 0 ? "the cache" : $"the cache '{profile.Cache.Name}'";
        return new RecommendationDraft
        {
            Subject = $"{profile.Cache.Prefix}size",
            Title = string.Create(CultureInfo.InvariantCulture, $"Give {cache} {curve[best].Factor:0.#} times its memory: {curve[best].MaxEntries:N0} entries, {curve[best].MaxBytes / (1 << 20):N0} MiB"),
            Savings = savings,
            Confidence = RecommendationConfidence.Medium,
            Claims = [$"cache:{profile.Cache.Prefix}size"],
            Evidence =
            [
                ReuseChoice.Sample(profile),
                new("as it is", string.Create(CultureInfo.InvariantCulture, $"{HitRatio(regions):P1} hits; {curve[0].HitRatio:P1} are simulated of a cache of this size that evicts what was used longest ago")),
                .. curve.Skip(1).Select((point, i) => ReuseChoice.Fact(string.Create(CultureInfo.InvariantCulture, $"{point.MaxEntries:N0} entries, {point.MaxBytes / (1 << 20):N0} MiB"), point, saved[i], context.Currency)),
            ],
            Assumptions =
            [
                "The cache's own eviction keeps with more memory what one would keep that evicts what was used longest ago.",
                options.MemoryPrice is { } price
                    ? $"A GiB of memory costs {ReuseChoice.Money(price, context.Currency)} a month."
                    : $"The process has that memory to spare: no price is set at {CostRecommendationOptions.SectionName}:{nameof(CostRecommendationOptions.MemoryPrice)}.",
            ],
            Configuration = ReuseSnippet.Size(profile.Cache, curve[best]),
        };
    }

    /// <summary>What the memory beyond what is configured costs a day.</summary>
    private decimal Memory(ReuseCache cache, ReusePoint point) =>
        (options.MemoryPrice ?? 0) * (point.MaxBytes!.Value - cache.MaxBytes) / BytesPerGiB / (decimal)RecommendationContext.MeanMonth.TotalDays;

    private static double HitRatio(ReuseDays[] regions)
    {
        double accesses = regions.Sum(static region => region.Accesses);
        return accesses == 0 ? 0 : regions.Sum(static region => region.HitRatio * region.Accesses) / accesses;
    }
}
