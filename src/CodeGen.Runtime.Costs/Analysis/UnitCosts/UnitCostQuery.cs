namespace CodeGen.Runtime.Costs;

/// <summary>Says of what unit costs are. Without <c>Between</c> or <c>LastDays</c> it is the last 60 whole days. Each method returns the same query. Not thread-safe.</summary>
public sealed class UnitCostQuery : CostAnalysisQuery<UnitCostQuery>
{
    /// <summary>How many days it is about unless something else is said.</summary>
    public const int DefaultDays = 60;

    /// <summary>How many groups are told apart unless something else is said.</summary>
    public const int DefaultGroups = 20;

    /// <summary>The most groups.</summary>
    public const int MaxGroups = 1_000;

    internal UnitCostQuery(DateTimeOffset now, string zone)
        : base(now, zone, DefaultDays, withToday: false)
    {
    }

    internal string? Dimension { get; private set; }

    internal int Groups { get; private set; } = DefaultGroups;

    /// <summary>Tells each value of a dimension apart; without a call there is one group of all.</summary>
    /// <param name="dimension">A name of <see cref="CostDimension"/>, such as <c>model</c>, <c>service</c> or <c>tag.team</c>.</param>
    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    public UnitCostQuery GroupBy(string dimension)
    {
        Dimension = CostDimension.IsKnown(dimension)
            ? dimension
            : throw new ArgumentException($"Unit costs are by {string.Join(", ", CostDimension.Fixed)} or {CostDimension.TagPrefix}NAME, not by '{AttributionText.Clean(dimension)}'.", nameof(dimension));
        return this;
    }

    /// <summary>Tells the dearest groups only.</summary>
    /// <param name="groups">How many: 1 to <see cref="MaxGroups"/>; without a call 20.</param>
    public UnitCostQuery Top(int groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(groups, MaxGroups);
        Groups = groups;
        return this;
    }
}
