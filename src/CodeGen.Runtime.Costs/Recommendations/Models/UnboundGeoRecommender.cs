namespace CodeGen.Runtime.Costs;

/// <summary>No place for requests that need none: providers ask more for being bound to one.</summary>
internal sealed class UnboundGeoRecommender(CostRecommendationOptions options) : ICostRecommender
{
    public string Name => "unbound-geo";

    public string Needs => $"Say which requests need not be bound to a place under {CostRecommendationOptions.SectionName}:{nameof(CostRecommendationOptions.Unbound)}.";

    public ICostReplay? Begin(RecommendationContext context) => options.Unbound.Count == 0 ? null : new StatedChanges(options.Unbound.Select(static one => Draft(one.Key, one.Value)));

    private static RecommendationDraft Draft(string name, UnboundRequestsOptions requests) => new()
    {
        Subject = name,
        Title = $"Do not bind {StatedChanges.Class(requests.Where, null)} to '{requests.Geo}'",
        Change = new CallChange { Where = new Dictionary<string, string>(requests.Where), FromGeo = requests.Geo },
        Assumptions = ["No rule and no contract asks for that place."],
        Configuration = RequestSnippet.Of(null, ("inference_geo", null)),
    };
}
