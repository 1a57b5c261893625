namespace CodeGen.Runtime.Costs;

/// <summary>One of the things that reports group and filter by, and what a series has of it. Immutable.</summary>
internal sealed class ReportColumn
{
    private readonly Func<RollupSeries, string?> _of;
    private readonly Action<string>? _check;

    private ReportColumn(string name, Func<RollupSeries, string?> of, Action<string>? check = null) => (Name, _of, _check) = (name, of, check);

    public string Name { get; }

    /// <summary>How fine, of times.</summary>
    public RollupLevel? Time { get; private init; }

    /// <summary>Whether the lines of one record may differ in it.</summary>
    public bool IsOfLine => Name is CostReportDimension.Line or CostReportDimension.Unit;

    /// <summary>Whether sums by service, project and model alone do not have it.</summary>
    public bool NeedsFullDetail { get; private init; }

    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    public static ReportColumn Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name switch
        {
            CostDimension.Service => new(name, static series => series.Attribution.Service),
            CostDimension.Resource => new(name, static series => series.Attribution.Resource) { NeedsFullDetail = true },
            CostDimension.User => new(name, static series => series.Attribution.User) { NeedsFullDetail = true },
            CostDimension.Project => new(name, static series => series.Attribution.Project),
            CostDimension.Model => new(name, static series => series.Attribution.Model),
            CostReportDimension.Category => Enumerated(name, static series => series.Shape.Category),
            CostReportDimension.Kind => Enumerated(name, static series => series.Shape.Kind),
            CostReportDimension.Item => new(name, static series => series.Shape.Item),
            CostReportDimension.Line => new(name, static series => series.Shape.Line),
            CostReportDimension.Unit => new(name, static series => series.Shape.Unit),
            CostReportDimension.Currency => new(name, static series => series.Shape.Currency.Code, CheckCurrency),
            CostReportDimension.Minute => Timed(name, RollupLevel.Minute),
            CostReportDimension.Hour => Timed(name, RollupLevel.Hour),
            CostReportDimension.Day => Timed(name, RollupLevel.Day),
            CostReportDimension.Month => Timed(name, RollupLevel.Month),
            _ when CostDimension.IsKnown(name) => new(name, series => series.Attribution[name]) { NeedsFullDetail = true },
            _ => throw new ArgumentException(
                $"Costs have no dimension '{AttributionText.Clean(name)}'. Reports know {string.Join(", ", CostDimension.Fixed)}, {CostDimension.TagPrefix}NAME, category, item, line, unit, kind, currency, minute, hour, day and month.",
                nameof(name)),
        };
    }

    public string? Of(in RollupSeries series) => _of(series);

    /// <exception cref="ArgumentException">Nothing can have this value.</exception>
    public void Check(string value) => _check?.Invoke(value);

    private static ReportColumn Timed(string name, RollupLevel level) => new(name, static _ => null) { Time = level };

    private static ReportColumn Enumerated<T>(string name, Func<RollupSeries, T> of)
        where T : struct, Enum
    {
        string[] names = [.. Enum.GetNames<T>().Select(static known => known.ToLowerInvariant())];
        T[] values = Enum.GetValues<T>();
        return new(
            name,
            series => names[Array.IndexOf(values, of(series))],
            value =>
            {
                if (!names.Contains(value))
                {
                    throw new ArgumentException($"There is no {name} '{AttributionText.Clean(value)}'. Write one of {string.Join(", ", names)}.", nameof(value));
                }
            });
    }

    private static void CheckCurrency(string value)
    {
        if (!Currency.TryParse(value, out Currency currency) || currency.Code != value)
        {
            throw new ArgumentException($"'{AttributionText.Clean(value)}' is no currency. Write its ISO 4217 code in capitals, such as USD.", nameof(value));
        }
    }
}
