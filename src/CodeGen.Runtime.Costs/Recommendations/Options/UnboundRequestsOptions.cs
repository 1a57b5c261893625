namespace CodeGen.Runtime.Costs;

/// <summary>Requests that are bound to a place, at a price, and need not be.</summary>
public sealed class UnboundRequestsOptions
{
    /// <summary>Which requests: values by dimension, all of which they must have.</summary>
    /// <value>The default is none: all requests.</value>
    public IDictionary<string, string> Where { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The place that they need not be bound to, such as <c>us</c>.</summary>
    /// <value>There is no default: it must be given.</value>
    public string? Geo { get; set; }
}
