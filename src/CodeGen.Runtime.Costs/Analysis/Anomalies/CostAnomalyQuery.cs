using CodeGen.Runtime.Forecasting;

namespace CodeGen.Runtime.Costs;

/// <summary>Says where anomalies are looked for. Without <c>Between</c> or <c>LastDays</c> it is the last 7 days, with the hours of the running one that are over. Each method returns the same query. Not thread-safe.</summary>
public sealed class CostAnomalyQuery : CostAnalysisQuery<CostAnomalyQuery>
{
    /// <summary>How many days are looked at unless something else is said.</summary>
    public const int DefaultDays = 7;

    private readonly List<(DateTimeOffset From, DateTimeOffset Until)> _events = [];

    internal CostAnomalyQuery(DateTimeOffset now, string zone)
        : base(now, zone, DefaultDays, withToday: true)
    {
    }

    internal bool IsByDay { get; private set; }

    internal IReadOnlyList<string> Dimensions { get; private set; } = [CostDimension.Service, CostDimension.Project, CostDimension.Model, CostDimension.User];

    internal double Severity { get; private set; } = new AnomalyOptions().Threshold;

    /// <summary>Looks at days of the billing zone; without a call at hours. Days need two months of history, hours four days.</summary>
    public CostAnomalyQuery ByDay()
    {
        IsByDay = true;
        return this;
    }

    /// <summary>Looks for what carries an anomaly in these dimensions; without a call <c>service</c>, <c>project</c>, <c>model</c> and <c>user</c>.</summary>
    /// <param name="dimensions">Names of <see cref="CostDimension"/>, such as <c>project</c> or <c>tag.team</c>; none for no explanation.</param>
    /// <exception cref="ArgumentException">There is no such dimension, or one comes twice.</exception>
    public CostAnomalyQuery Explain(params IEnumerable<string> dimensions)
    {
        string[] named = [.. dimensions];
        if (named.FirstOrDefault(static name => !CostDimension.IsKnown(name)) is { } unknown)
        {
            throw new ArgumentException($"Anomalies are explained by {string.Join(", ", CostDimension.Fixed)} or {CostDimension.TagPrefix}NAME, not by '{AttributionText.Clean(unknown)}'.", nameof(dimensions));
        }

        Dimensions = named.Distinct(StringComparer.Ordinal).Count() == named.Length ? named : throw new ArgumentException("A dimension comes twice. Name each once.", nameof(dimensions));
        return this;
    }

    /// <summary>Something that was expected to move costs, such as a release or a load test: nothing is told while it lasts, and it does not become usual.</summary>
    /// <param name="from">The first instant.</param>
    /// <param name="until">The first instant after it.</param>
    /// <exception cref="ArgumentException">It ends before it begins.</exception>
    public CostAnomalyQuery KnownEvent(DateTimeOffset from, DateTimeOffset until)
    {
        _events.Add(until > from ? (from, until) : throw new ArgumentException($"The event ends at {until:O} and begins at {from:O}. Write the earlier instant first.", nameof(until)));
        return this;
    }

    /// <summary>From which severity on something is told.</summary>
    /// <param name="severity">The negative decimal logarithm of how likely it is, so that 3 is one in a thousand; above 0, to 15. Without a call 2.6.</param>
    public CostAnomalyQuery MinSeverity(double severity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(severity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(severity, 15);
        Severity = severity;
        return this;
    }

    internal bool IsKnown(DateTimeOffset from, DateTimeOffset until) => _events.Exists(one => one.From < until && one.Until > from);
}
