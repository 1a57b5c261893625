namespace CodeGen.Runtime.Costs;

/// <summary>Changes that the options state: nothing of the charges has to be seen before they are replayed.</summary>
internal sealed class StatedChanges(IEnumerable<RecommendationDraft> drafts) : ICostReplay
{
    public void Observe(in ReplayedCharge charge)
    {
    }

    public IEnumerable<RecommendationDraft> Complete() => drafts;

    /// <summary>Which requests, in words.</summary>
    public static string Class(IDictionary<string, string> where, string? model)
    {
        string requests = model is null ? "requests" : $"requests of {model}";
        return where.Count == 0 ? requests : $"{requests} with {string.Join(" and ", where.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => $"{one.Key} '{one.Value}'"))}";
    }
}
