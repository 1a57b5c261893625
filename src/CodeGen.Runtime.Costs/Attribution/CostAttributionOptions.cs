namespace CodeGen.Runtime.Costs;

/// <summary>How many distinct values attributions may have.</summary>
public sealed class CostAttributionOptions
{
    /// <summary>The configuration section that these options are meant to be bound from.</summary>
    public const string SectionName = "CodeGenRuntime:Costs:Attribution";

    /// <summary>Default of <see cref="MaxValues"/>.</summary>
    public const int DefaultMaxValues = 10_000;

    /// <summary>Default of <see cref="MaxTagNames"/>.</summary>
    public const int DefaultMaxTagNames = 64;

    /// <summary>How many distinct values a dimension may have in the life of this process; later ones are <see cref="CardinalityLimiter.Other"/>.</summary>
    /// <value>The default is 10,000; 1 to 10,000,000.</value>
    public int MaxValues { get; set; } = DefaultMaxValues;

    /// <summary>The same for single dimensions, by their names in <see cref="CostDimension"/>, such as <c>user</c> or <c>tag.team</c>.</summary>
    /// <value>The default is empty; 1 to 10,000,000 each.</value>
    public IDictionary<string, int> MaxValuesOf { get; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>How many distinct names tags may have; tags of later names are left out and counted.</summary>
    /// <value>The default is 64; 0 to 1,000.</value>
    public int MaxTagNames { get; set; } = DefaultMaxTagNames;
}
