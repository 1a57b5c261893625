using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>A slower and cheaper tier for requests that can wait.</summary>
internal sealed class BatchTierRecommender(CostRecommendationOptions options) : ICostRecommender
{
    public string Name => "batch-tier";

    public string Needs => $"Say which requests can wait under {CostRecommendationOptions.SectionName}:{nameof(CostRecommendationOptions.Deferrable)}.";

    public ICostReplay? Begin(RecommendationContext context) => options.Deferrable.Count == 0 ? null : new StatedChanges(options.Deferrable.Select(static one => Draft(one.Key, one.Value)));

    private static RecommendationDraft Draft(string name, DeferrableRequestsOptions requests) => new()
    {
        Subject = name,
        Title = $"Send {StatedChanges.Class(requests.Where, null)} by the tier '{requests.Tier}'",
        Change = new CallChange { Where = new Dictionary<string, string>(requests.Where), Tier = requests.Tier },
        Assumptions = [string.Create(CultureInfo.InvariantCulture, $"Their answers can wait for {requests.Delay.TotalHours:0.##} hours."), "The tier refuses none of them."],
        Configuration = RequestSnippet.Of(null, ("service_tier", requests.Tier)),
    };
}
