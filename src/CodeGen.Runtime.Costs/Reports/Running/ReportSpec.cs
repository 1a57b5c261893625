namespace CodeGen.Runtime.Costs;

/// <summary>What a report is to say. Immutable.</summary>
internal sealed record ReportSpec(
    ReportPeriod Period, ReportPeriod? Other, ReportColumn[] Columns, ReportFilter[] Filters, Currency Currency, int? Top, bool WithRequestCosts)
{
    /// <summary>The finest time that groups are apart by.</summary>
    public RollupLevel? FinestTime { get; } = Columns.Min(static column => column.Time);

    /// <summary>Whether records are counted by their lines: one that has no line of the kind is not counted.</summary>
    public bool CountsLines { get; } = Columns.Any(static column => column.IsOfLine) || Filters.Any(static filter => filter.Column.IsOfLine);

    /// <summary>Whether sums by service, project and model alone have all that it needs.</summary>
    public RollupDetail Detail { get; } =
        Columns.Any(static column => column.NeedsFullDetail) || Filters.Any(static filter => filter.Column.NeedsFullDetail) ? RollupDetail.Full : RollupDetail.Brief;

    public bool Passes(in RollupSeries series)
    {
        foreach (ReportFilter filter in Filters)
        {
            if (!filter.Passes(series))
            {
                return false;
            }
        }

        return true;
    }
}
