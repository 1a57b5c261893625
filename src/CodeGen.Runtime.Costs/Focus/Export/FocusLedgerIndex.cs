namespace CodeGen.Runtime.Costs;

/// <summary>Where in the ledger the records of a billing period are, and what corrects them: found in one pass in which only corrections are read whole.</summary>
internal sealed class FocusLedgerIndex
{
    private readonly RollupCalendar _calendar;
    private readonly BudgetWindow _month;

    private FocusLedgerIndex(RollupCalendar calendar, BudgetWindow month) => (_calendar, _month) = (calendar, month);

    /// <summary>Of each day of the period the first and the last record that is about it.</summary>
    public SortedDictionary<long, (long First, long Last)> Days { get; } = [];

    /// <summary>Corrections that were made in the billing period of their charge, by the place of the charge.</summary>
    public Dictionary<long, List<CostRecord>> Within { get; } = [];

    /// <summary>Corrections of charges of earlier periods that are invoiced in this one.</summary>
    public List<CostRecord> Later { get; } = [];

    public List<string> Problems { get; } = [];

    /// <summary>The last record that is looked at.</summary>
    public long End { get; private init; }

    public static FocusLedgerIndex Of(LedgerLog log, RollupCalendar calendar, BudgetWindow month, CancellationToken cancellationToken)
    {
        var index = new FocusLedgerIndex(calendar, month) { End = log.LastSequence };
        long oldest = ReportRecords.Oldest(log);
        if (oldest > 1)
        {
            index.Problems.Add($"Records 1 to {oldest - 1} are no longer in the ledger: those that were of this period are not in the file.");
        }

        var attributions = new AttributionCache();
        using LedgerReader reader = log.Read(0);
        for (ReadOutcome outcome = reader.Read(); outcome != ReadOutcome.End && reader.Next - 1 <= index.End; outcome = reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (outcome == ReadOutcome.Damage)
            {
                index.Problems.Add(LedgerProblem.Of(reader.Damage!).Message);
            }
            else if ((LedgerRecordKind)reader.Current.Kind == LedgerRecordKind.Adjust)
            {
                index.AddCorrection(reader, attributions);
            }
            else if ((LedgerRecordKind)reader.Current.Kind == LedgerRecordKind.Charge)
            {
                index.AddCharge(reader.Current);
            }
        }

        return index;
    }

    /// <summary>The month in which something is invoiced: that of its use, or, of what was corrected later, that of the correction.</summary>
    private BudgetWindow MonthOf(DateTimeOffset time) => _calendar.WindowOf(RollupLevel.Month, time);

    private void AddCharge(in RecordHeader header)
    {
        DateTimeOffset time = RollupCalendar.Bounded(new DateTimeOffset(header.EventTicks, TimeSpan.Zero));
        if (!_month.Contains(time))
        {
            return;
        }

        long day = _calendar.BucketOf(RollupLevel.Day, time);
        Days[day] = (Days.TryGetValue(day, out (long First, long Last) known) ? known.First : header.Sequence, header.Sequence);
    }

    private void AddCorrection(LedgerReader reader, AttributionCache attributions)
    {
        _ = CostLedger.TryEntry(reader, ReadOutcome.Record, attributions, out CostLedgerEntry entry);
        if (entry.Record is not { CorrectsSequence: { } corrects } record)
        {
            Problems.Add(entry.Problem?.Message ?? string.Empty);
            return;
        }

        if (record.Status == PriceStatus.Unpriced)
        {
            return;
        }

        BudgetWindow used = MonthOf(record.EventTime);
        BudgetWindow invoiced = MonthOf(record.IngestTime);
        if (invoiced.Start <= used.Start)
        {
            if (used.Start == _month.Start)
            {
                if (!Within.TryGetValue(corrects, out List<CostRecord>? corrections))
                {
                    Within[corrects] = corrections = [];
                }

                corrections.Add(record);
            }
        }
        else if (invoiced.Start == _month.Start)
        {
            Later.Add(record);
        }
    }
}
