namespace CodeGen.Runtime.Costs;

/// <summary>A draft on its way to a recommendation. Not thread-safe.</summary>
internal sealed class RecommendationFound(string recommender, RecommendationDraft draft)
{
    private const int MaxSubject = 256;

    public string Recommender => recommender;

    public RecommendationDraft Draft => draft;

    public string Id { get; } = $"{recommender}/{(draft.Subject.Length > MaxSubject ? draft.Subject[..MaxSubject] : draft.Subject)}";

    public DailySavings? Savings { get; set; }

    public RecommendationSaving? Saving { get; set; }

    public long Unpriced { get; set; }

    /// <summary>Those that cannot be done together with it.</summary>
    public HashSet<RecommendationFound> Conflicts { get; } = [];
}
