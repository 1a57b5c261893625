namespace CodeGen.Runtime.Costs;

/// <summary>The names of what costs are attributed to, as budgets, limits and reports write them.</summary>
public static class CostDimension
{
    /// <summary>The service that caused the cost: <c>service</c>.</summary>
    public const string Service = "service";

    /// <summary>The resource that was used, such as a machine, a bucket or an endpoint: <c>resource</c>.</summary>
    public const string Resource = "resource";

    /// <summary>On whose behalf: <c>user</c>.</summary>
    public const string User = "user";

    /// <summary>For which project: <c>project</c>.</summary>
    public const string Project = "project";

    /// <summary>Which model was called: <c>model</c>.</summary>
    public const string Model = "model";

    /// <summary>What stands before the name of a free tag: <c>tag.</c>, as in <c>tag.team</c>.</summary>
    public const string TagPrefix = "tag.";

    /// <summary>The five dimensions that are not tags.</summary>
    internal static readonly string[] Fixed = [Service, Resource, User, Project, Model];

    /// <summary>The dimension of a free tag.</summary>
    /// <param name="name">The tag's name: 1 to 64 ASCII letters, digits, '.', '_' or '-'.</param>
    /// <returns>The name behind <see cref="TagPrefix"/>.</returns>
    /// <exception cref="ArgumentException">The name is something else.</exception>
    public static string Tag(string name) => TagPrefix + AttributionText.TagName(name);

    /// <summary>Whether a text names a dimension.</summary>
    /// <param name="dimension">The text.</param>
    internal static bool IsKnown(string? dimension) =>
        dimension is not null
        && (Fixed.Contains(dimension, StringComparer.Ordinal)
            || (dimension.StartsWith(TagPrefix, StringComparison.Ordinal) && AttributionText.IsTagName(dimension.AsSpan(TagPrefix.Length))));
}
