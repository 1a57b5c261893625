namespace CodeGen.Runtime.Costs;

/// <summary>The sums of a report's time: in all, and by group. Not thread-safe.</summary>
internal sealed class ReportSums(ReportSpec spec, ReportFx fx)
{
    public ReportFigures Total { get; } = new();

    public Dictionary<string?[], ReportFigures> Groups { get; } = new(ReportKeys.Instance);

    /// <summary>How many charges had no price, by what was used.</summary>
    public SortedDictionary<string, long> Unpriced { get; } = new(StringComparer.Ordinal);

    public List<CostReportGap> Gaps { get; } = [];

    public SortedSet<RollupLevel> Levels { get; } = [];

    /// <summary>How many records were read from the ledger itself.</summary>
    public long Read { get; set; }

    /// <summary>How many places of the ledger behind the roll-ups could not be read.</summary>
    public long Unreadable { get; set; }

    public void Add(string?[] key, in ReportCell cell)
    {
        long records = spec.CountsLines && cell.Sums.Lines > 0 ? cell.Sums.Lines : cell.Sums.Records;
        Total.Add(cell, records, fx);
        if (spec.Columns.Length > 0)
        {
            Group(key).Add(cell, records, fx);
        }
    }

    public void Add(string?[] key, Money requestCost)
    {
        Total.Requests.Add(requestCost);
        if (spec.Columns.Length > 0)
        {
            Group(key).Requests.Add(requestCost);
        }
    }

    public void AddUnpriced(string item, long records) => Unpriced[item] = Unpriced.GetValueOrDefault(item) + records;

    private ReportFigures Group(string?[] key)
    {
        if (!Groups.TryGetValue(key, out ReportFigures? figures))
        {
            Groups[[.. key]] = figures = new ReportFigures();
        }

        return figures;
    }
}
