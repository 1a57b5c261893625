namespace CodeGen.Runtime.Costs;

/// <summary>Which values of a dimension are let pass. Immutable.</summary>
internal sealed class ReportFilter
{
    private readonly HashSet<string> _values;
    private readonly bool _hasNone;

    /// <exception cref="ArgumentException">A value cannot be one.</exception>
    public ReportFilter(ReportColumn column, string?[] values)
    {
        if (column.Time is not null)
        {
            throw new ArgumentException($"A report is filtered by '{column.Name}' through its period. Say it by Between.", nameof(column));
        }

        if (values.Length == 0)
        {
            throw new ArgumentException($"No value of '{column.Name}' is let pass. Name one or more; null stands for none.", nameof(values));
        }

        Column = column;
        _hasNone = values.Contains(null);
        _values = new HashSet<string>(values.OfType<string>(), StringComparer.Ordinal);
        foreach (string value in _values)
        {
            column.Check(value);
        }
    }

    public ReportColumn Column { get; }

    public bool Passes(in RollupSeries series) => Column.Of(series) is { } value ? _values.Contains(value) : _hasNone;
}
