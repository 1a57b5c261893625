namespace CodeGen.Runtime.Costs;

/// <summary>Requests whose answers can wait.</summary>
public sealed class DeferrableRequestsOptions
{
    /// <summary>Default of <see cref="Tier"/>.</summary>
    public const string DefaultTier = "batch";

    /// <summary>Which requests: values by dimension, all of which they must have.</summary>
    /// <value>The default is none: all requests.</value>
    public IDictionary<string, string> Where { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Which tier could serve them, as price files name it.</summary>
    /// <value>The default is <c>batch</c>.</value>
    public string Tier { get; set; } = DefaultTier;

    /// <summary>How long they can wait.</summary>
    /// <value>The default is 24 hours, what providers promise of batches.</value>
    public TimeSpan Delay { get; set; } = TimeSpan.FromHours(24);
}
