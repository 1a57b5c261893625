using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>Longer times to live, region by region: which values were made again that would still have been there.</summary>
internal sealed class TimeToLiveRecommender(ReuseProfiles profiles, CostMeteringOptions metering) : ICostRecommender
{
    public string Name => "cache-time-to-live";

    public string Needs => "Let factories of the cache say what their values cost (context.Cost), with CodeGenRuntime:ReuseShare above 0: no use of the cache was seen in this time.";

    public ICostReplay? Begin(RecommendationContext context) =>
        context.Currency == Currency.Parse(metering.Currency) ? new StatedChanges(profiles.All.SelectMany(profile => Drafts(profile, context))) : null;

    private static IEnumerable<RecommendationDraft> Drafts(ReuseProfile profile, RecommendationContext context) =>
        from days in profile.DaysOf(context.FirstDay, context.FirstDay.AddDays(context.Days - 1))
        where days.Times.Length > 0
        select Draft(profile, days, context);

    private static RecommendationDraft Draft(ReuseProfile profile, ReuseDays days, RecommendationContext context)
    {
        ReusePoint[] curve = [.. days.Times.Select((_, time) => days.ByTime(time))];
        int best = ReuseChoice.Of([.. curve.Select(static point => point.Saved)]);
        TimeSpan time = days.Times[best];
        var savings = new DailySavings(context.Currency);
        foreach ((DateOnly day, ReuseDay sums) in days.Days)
        {
            savings.Add(day, ReuseChoice.Money(sums.Paid, context.Currency), ReuseChoice.Money(sums.SavedByTime[best], context.Currency), sums.Payments);
        }

        string region = profile.Cache.Prefix + days.Region.Name;
        return new RecommendationDraft
        {
            Subject = region,
            Title = $"Let values of the region '{region}' live for {ReuseChoice.Words(time)} instead of {ReuseChoice.Words(days.Region.TimeToLive)}",
            Savings = savings,
            Measure = new PromiseMeasure(new Dictionary<string, string> { [CostDimension.Resource] = days.Region.Name }, PromiseUnit.Worth),
            Confidence = RecommendationConfidence.Medium,
            Claims = [$"cache:{region}:ttl"],
            Evidence =
            [
                ReuseChoice.Sample(profile),
                new($"at {ReuseChoice.Words(days.Region.TimeToLive)}, as it is", string.Create(CultureInfo.InvariantCulture, $"{days.HitRatio:P1} hits")),
                .. curve.Select(point => ReuseChoice.Fact(ReuseChoice.Words(point.TimeToLive!.Value), point, point.Saved, context.Currency)),
            ],
            Assumptions =
            [
                "Values do not become wrong within that time unless they are invalidated.",
                "A value that was still held when it had lived too long would still have been held.",
            ],
            Configuration = ReuseSnippet.TimeToLive(profile.Cache, days.Region, time),
        };
    }
}
