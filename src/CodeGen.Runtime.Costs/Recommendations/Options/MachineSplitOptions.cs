namespace CodeGen.Runtime.Costs;

/// <summary>Work of a pool that other machines could do.</summary>
public sealed class MachineSplitOptions
{
    /// <summary>Which work: values by dimension, such as <c>tag.task</c>, that <see cref="CostTrackerExtensions.TrackBusy"/> was told beside those of the pool.</summary>
    /// <value>There is no default: at least one must be given.</value>
    public IDictionary<string, string> Where { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The name of the offer in <see cref="CostRecommendationOptions.Machines"/> that its machines would be had by: one of another type, or spot.</summary>
    /// <value>There is no default: it must be given.</value>
    public string? Offer { get; set; }
}
