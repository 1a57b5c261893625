namespace CodeGen.Runtime.Costs;

/// <summary>One of the things that reports group and filter by: where it is in the database, and what a record has of it. Immutable.</summary>
internal sealed class ReportColumn
{
    private readonly string _sql;
    private readonly Func<RollupSeries, string?> _of;
    private readonly Func<object, string?> _shown;
    private readonly Func<string, object> _parameter;

    private ReportColumn(string name, string sql, Func<RollupSeries, string?> of, Func<object, string?>? shown = null, Func<string, object>? parameter = null) =>
        (Name, _sql, _of, _shown, _parameter) = (name, sql, of, shown ?? (static value => (string)value), parameter ?? (static value => value));

    public string Name { get; }

    /// <summary>How fine, of times.</summary>
    public RollupLevel? Time { get; private init; }

    /// <summary>The tag's name, of tags.</summary>
    public string? Tag { get; private init; }

    /// <summary>Whether the lines of one record may differ in it.</summary>
    public bool IsOfLine => Name is CostReportDimension.Line or CostReportDimension.Unit;

    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    public static ReportColumn Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name switch
        {
            CostDimension.Service => new(name, "a.service", static series => series.Attribution.Service),
            CostDimension.Resource => new(name, "a.resource", static series => series.Attribution.Resource),
            CostDimension.User => new(name, "a.user", static series => series.Attribution.User),
            CostDimension.Project => new(name, "a.project", static series => series.Attribution.Project),
            CostDimension.Model => new(name, "a.model", static series => series.Attribution.Model),
            CostReportDimension.Category => Enumerated<CostCategory>(name, "s.category", static series => series.Category),
            CostReportDimension.Kind => Enumerated<CostRecordKind>(name, "s.kind", static series => series.Kind),
            CostReportDimension.Item => new(name, "s.item", static series => series.Item),
            CostReportDimension.Line => new(name, "s.line", static series => series.Line),
            CostReportDimension.Unit => new(name, "s.unit", static series => series.Unit),
            CostReportDimension.Currency => new(
                name, "s.currency", static series => series.Currency.Code, static value => RollupSnapshot.CurrencyOf((long)value).Code, static value => (long)CurrencyOf(value).Letters),
            CostReportDimension.Minute => new(name, "c.bucket", static _ => null) { Time = RollupLevel.Minute },
            CostReportDimension.Hour => new(name, "c.bucket", static _ => null) { Time = RollupLevel.Hour },
            CostReportDimension.Day => new(name, "c.bucket", static _ => null) { Time = RollupLevel.Day },
            CostReportDimension.Month => new(name, "c.bucket", static _ => null) { Time = RollupLevel.Month },
            _ when CostDimension.IsKnown(name) => new(name, string.Empty, series => series.Attribution[name]) { Tag = name[CostDimension.TagPrefix.Length..] },
            _ => throw new ArgumentException(
                $"Costs have no dimension '{AttributionText.Clean(name)}'. Reports know {string.Join(", ", CostDimension.Fixed)}, {CostDimension.TagPrefix}NAME, category, item, line, unit, kind, currency, minute, hour, day and month.",
                nameof(name)),
        };
    }

    /// <summary>Where the database has it; tags come from a join of their own.</summary>
    public string Sql(string tagTable) => Tag is null ? _sql : tagTable + ".value";

    public string? Of(in RollupSeries series) => _of(series);

    /// <summary>What the database says, as keys show it.</summary>
    public string? Shown(object value) => value is DBNull ? null : _shown(value);

    /// <summary>What a filter says, as the database has it.</summary>
    public object Parameter(string value) => _parameter(value);

    private static ReportColumn Enumerated<T>(string name, string sql, Func<RollupSeries, T> of)
        where T : struct, Enum
    {
        string[] names = [.. Enum.GetNames<T>().Select(static known => known.ToLowerInvariant())];
        T[] values = Enum.GetValues<T>();
        return new(
            name,
            sql,
            series => names[Array.IndexOf(values, of(series))],
            value => names[Array.FindIndex(values, known => Convert.ToInt64(known, System.Globalization.CultureInfo.InvariantCulture) == (long)value)],
            value => Array.IndexOf(names, value) is var at and >= 0
                ? Convert.ToInt64(values[at], System.Globalization.CultureInfo.InvariantCulture)
                : throw new ArgumentException($"There is no {name} '{AttributionText.Clean(value)}'. Write one of {string.Join(", ", names)}.", nameof(value)));
    }

    private static Currency CurrencyOf(string value) => Currency.TryParse(value, out Currency currency) && currency.Code == value
        ? currency
        : throw new ArgumentException($"'{AttributionText.Clean(value)}' is no currency. Write its ISO 4217 code in capitals, such as USD.", nameof(value));
}
