namespace CodeGen.Runtime.Costs;

/// <summary>How some requests of models would be made otherwise: which, and what is changed of them. What is not said stays as it is. Immutable; thread-safe.</summary>
public sealed record CallChange
{
    /// <summary>Which requests: values by dimension of <see cref="CostDimension"/>, all of which they must have.</summary>
    /// <value>The default is none: all.</value>
    public IReadOnlyDictionary<string, string> Where { get; init; } = new Dictionary<string, string>();

    /// <summary>Which requests: those that this model answered, as it is named in the ledger.</summary>
    /// <value>The default is <see langword="null"/>: of any model.</value>
    public string? FromModel { get; init; }

    /// <summary>Which requests: those that this provider answered.</summary>
    /// <value>The default is <see langword="null"/>: any provider.</value>
    public string? FromProvider { get; init; }

    /// <summary>The model that would answer. Requests that it answers already are left alone.</summary>
    /// <value>The default is <see langword="null"/>: the same.</value>
    public string? Model { get; init; }

    /// <summary>Who would serve <see cref="Model"/>.</summary>
    /// <value>The default is <see langword="null"/>: whoever has a model of that name.</value>
    public string? Provider { get; init; }

    /// <summary>How many tokens <see cref="Model"/> makes of a prompt for each one of the model before.</summary>
    /// <value>The default is 1; above 0 and at most 10.</value>
    public decimal InputRatio { get; init; } = 1;

    /// <summary>How many tokens <see cref="Model"/> answers for each one of the model before.</summary>
    /// <value>The default is 1; above 0 and at most 10.</value>
    public decimal OutputRatio { get; init; } = 1;

    /// <summary>Which part of the answers of <see cref="Model"/> is good enough. The others are paid for, and asked of the model before again.</summary>
    /// <value>The default is 1; 0 to 1, six decimals.</value>
    public decimal Acceptance { get; init; } = 1;

    /// <summary>The tier that would serve them, such as <c>batch</c>. Only requests of the standard tier are changed.</summary>
    /// <value>The default is <see langword="null"/>: the same.</value>
    public string? Tier { get; init; }

    /// <summary>The place that inference is bound to and need not be, such as <c>us</c>.</summary>
    /// <value>The default is <see langword="null"/>: places stay.</value>
    public string? FromGeo { get; init; }

    /// <summary>What would be kept in the provider's prompt cache. Only requests that read from it and write to it nothing are changed.</summary>
    /// <value>The default is <see langword="null"/>: nothing.</value>
    public PromptPrefix? Prefix { get; init; }
}
