using System.Runtime.InteropServices;

namespace CodeGen.Runtime.Costs;

/// <summary>Reads records of the ledger itself: those that are in no roll-up yet, those of times that no bucket fits, and each request where its cost is asked for.</summary>
internal sealed class ReportRecords(LedgerLog log, ReportSpec spec, ReportDays days, ReportWindows windows)
{
    private readonly AttributionCache _attributions = new();

    /// <summary>The oldest record that is still there.</summary>
    public static long Oldest(LedgerLog log) =>
        SegmentName.List(log.Directory) is [long number, ..] ? Math.Max(1, SegmentPrologue.Read(log.Directory, number).Header?.FirstSequence ?? 1) : 1;

    /// <summary>Adds the records between two places whose time is in one of the pieces.</summary>
    public void Add(long first, long last, IReadOnlyList<ReportPiece> pieces, ReportSums sums, CancellationToken cancellationToken)
    {
        string?[] key = new string?[spec.Columns.Length];
        foreach (CostRecord record in Records(first, last, sums, cancellationToken))
        {
            DateTimeOffset time = RollupCalendar.Bounded(record.EventTime);
            if (Find(pieces, time) is not { } piece)
            {
                continue;
            }

            // By the day that the bucket would have been converted by.
            DateOnly day = days.Of(piece.Level <= RollupLevel.Hour ? Bucket(piece.Level.Value, time) : time);
            string item = record.Use.ToString();
            for (int at = 0; at < RollupLines.CountOf(record); at++)
            {
                (RollupSeries series, RollupCell cell) = RollupLines.Of(record, item, at);
                if (spec.Passes(series))
                {
                    Key(key, series, time);
                    sums.Add(key, ReportCell.Of(series.Shape, cell, (day, day)));
                    long records = spec.CountsLines && cell.Lines > 0 ? cell.Lines : cell.Records;
                    if (record is { Kind: CostRecordKind.Charge, Status: PriceStatus.Unpriced } && records > 0)
                    {
                        sums.AddUnpriced(item, records);
                    }
                }
            }
        }
    }

    /// <summary>Adds what each request of a time cost, its corrections included: these are gathered first, since they are few.</summary>
    public void AddRequests(long first, long last, ReportPeriod period, ReportSums sums, CancellationToken cancellationToken)
    {
        (long read, long unreadable) = (sums.Read, sums.Unreadable);
        var corrections = new Dictionary<long, ExactTotals>();
        foreach (CostRecord record in Records(first, last, sums, cancellationToken, LedgerRecordKind.Adjust))
        {
            if (record.CorrectsSequence is { } corrects && record.Status != PriceStatus.Unpriced && period.Has(record))
            {
                ref ExactTotals? sum = ref CollectionsMarshal.GetValueRefOrAddDefault(corrections, corrects, out _);
                (sum ??= new ExactTotals()).Add(record.Amount);
            }
        }

        string?[] key = new string?[spec.Columns.Length];
        foreach (CostRecord record in Records(first, last, sums, cancellationToken, LedgerRecordKind.Charge))
        {
            if (ReportCell.IsRequestOf(record.Use.Category, record.Use.Kind) && period.Has(record))
            {
                (RollupSeries series, _) = RollupLines.Of(record, record.Use.ToString(), 0);
                if (spec.Passes(series))
                {
                    Key(key, series, RollupCalendar.Bounded(record.EventTime));
                    AddRequest(key, record.Amount, record.Status != PriceStatus.Unpriced, corrections.GetValueOrDefault(record.Sequence), sums);
                }
            }
        }

        (sums.Read, sums.Unreadable) = (read, unreadable);
    }

    private static void AddRequest(string?[] key, ExactMoney amount, bool isPriced, ExactTotals? corrections, ReportSums sums)
    {
        if (corrections is null)
        {
            if (isPriced)
            {
                sums.Add(key, amount.Round());
            }

            return;
        }

        if (isPriced)
        {
            corrections.Add(amount);
        }

        // Priced again in another currency, it cost nothing any longer in the first one. Taken back as a whole, it is a request that cost nothing.
        IReadOnlyList<Money> totals = corrections.Totals;
        Money[] costs = [.. totals.Where(static total => !total.IsZero)];
        foreach (Money cost in costs.Length > 0 ? costs : [.. totals.Take(1)])
        {
            sums.Add(key, cost);
        }
    }

    private static ReportPiece? Find(IReadOnlyList<ReportPiece> pieces, DateTimeOffset time)
    {
        int low = 0;
        for (int high = pieces.Count - 1; low <= high;)
        {
            int middle = (low + high) / 2;
            ReportPiece piece = pieces[middle];
            if (time >= piece.From && time < piece.Until)
            {
                return piece;
            }

            (low, high) = time < piece.From ? (low, middle - 1) : (middle + 1, high);
        }

        return null;
    }

    private static DateTimeOffset Bucket(RollupLevel level, DateTimeOffset time)
    {
        long ticks = level == RollupLevel.Hour ? TimeSpan.TicksPerHour : TimeSpan.TicksPerMinute;
        return new(time.UtcTicks - (time.UtcTicks % ticks), TimeSpan.Zero);
    }

    private void Key(string?[] key, in RollupSeries series, DateTimeOffset time)
    {
        for (int i = 0; i < key.Length; i++)
        {
            ReportColumn column = spec.Columns[i];
            key[i] = column.Time is { } level ? windows.NameOf(level, time) : column.Of(series);
        }
    }

    private IEnumerable<CostRecord> Records(long first, long last, ReportSums sums, CancellationToken cancellationToken, LedgerRecordKind? only = null)
    {
        if (first > last)
        {
            yield break;
        }

        using LedgerReader reader = log.Read(first);
        for (ReadOutcome outcome = reader.Read(); outcome != ReadOutcome.End; outcome = reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (outcome == ReadOutcome.Record && reader.Current.Sequence > last)
            {
                yield break;
            }

            // What is of no use here is not read whole.
            if (outcome == ReadOutcome.Record && only is { } kind && reader.Current.Kind != (byte)kind)
            {
                continue;
            }

            if (!CostLedger.TryEntry(reader, outcome, _attributions, out CostLedgerEntry entry))
            {
                continue;
            }

            if (entry.IsRecord)
            {
                sums.Read++;
                yield return entry.Record;
            }
            else
            {
                sums.Unreadable += Math.Max(0, Math.Min(last, entry.Problem.LastSequence) - entry.Problem.FirstSequence + 1);
            }
        }
    }
}
