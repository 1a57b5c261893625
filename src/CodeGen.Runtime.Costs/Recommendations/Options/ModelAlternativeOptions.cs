namespace CodeGen.Runtime.Costs;

/// <summary>A model that could answer some requests instead of the one that does.</summary>
public sealed class ModelAlternativeOptions
{
    /// <summary>Which requests: values by dimension, such as <c>tag.task</c>, all of which they must have.</summary>
    /// <value>The default is none: all requests.</value>
    public IDictionary<string, string> Where { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Which requests: those that this model answers, as it is tracked.</summary>
    /// <value>There is no default: it must be given.</value>
    public string? FromModel { get; set; }

    /// <summary>Which requests: those that this provider answers.</summary>
    /// <value>The default is <see langword="null"/>: those of any provider.</value>
    public string? FromProvider { get; set; }

    /// <summary>The model that could answer.</summary>
    /// <value>There is no default: it must be given.</value>
    public string? Model { get; set; }

    /// <summary>Who would serve it.</summary>
    /// <value>The default is <see langword="null"/>: whoever has a model of that name.</value>
    public string? Provider { get; set; }

    /// <summary>Which part of its answers is good enough, as somebody measured it. The others are reckoned twice: they are asked of the model before again.</summary>
    /// <value>There is no default: it must be given; above 0 and at most 1, six decimals.</value>
    public decimal? Acceptance { get; set; }

    /// <summary>Where <see cref="Acceptance"/> comes from, such as the name, date and size of an evaluation.</summary>
    /// <value>There is no default: it must be given.</value>
    public string? Evidence { get; set; }

    /// <summary>How many tokens it makes of a prompt for each one of the model before.</summary>
    /// <value>The default is 1; above 0 and at most 10.</value>
    public decimal InputRatio { get; set; } = 1;

    /// <summary>How many tokens it answers for each one of the model before.</summary>
    /// <value>The default is 1; above 0 and at most 10.</value>
    public decimal OutputRatio { get; set; } = 1;
}
