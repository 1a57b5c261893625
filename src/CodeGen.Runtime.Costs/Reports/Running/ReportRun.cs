namespace CodeGen.Runtime.Costs;

/// <summary>Makes one report from one moment of the roll-ups and of the ledger. Used once.</summary>
internal sealed class ReportRun
{
    private readonly LedgerLog _log;
    private readonly RollupReading? _reading;
    private readonly ReportSpec _spec;
    private readonly ReportFx _fx;
    private readonly RollupCalendar _calendar;
    private readonly ReportDays _days;
    private readonly ReportRecords _records;
    private readonly ReportRows? _rows;
    private readonly long _end;
    private readonly long _oldest;
    private readonly CancellationToken _cancellationToken;

    public ReportRun(LedgerLog log, RollupReading? reading, ReportSpec spec, FxRates rates, string billingZone, CancellationToken cancellationToken)
    {
        (_log, _reading, _spec, _cancellationToken) = (log, reading, spec, cancellationToken);
        _fx = new ReportFx(rates, spec.Currency);
        _calendar = new RollupCalendar(billingZone);
        _days = new ReportDays(_calendar);
        var windows = new ReportWindows(spec.Period.Zone);
        _records = new ReportRecords(log, spec, _days, windows);
        _rows = reading is null ? null : new ReportRows(reading, spec, _days, windows);
        _end = log.LastSequence;
        _oldest = ReportRecords.Oldest(log);
    }

    /// <summary>The last record that the report knows of.</summary>
    public long End => _end;

    public long Unreadable => _reading?.State.Unreadable ?? 0;

    public ReportSums Run(ReportPeriod period)
    {
        var sums = new ReportSums(_spec, _fx);
        RollupFloors floors = _reading?.State.Floors ?? new RollupFloors(long.MaxValue, long.MaxValue, long.MaxValue);
        List<ReportPiece> pieces = _rows is null ? [new ReportPiece(null, period.From, period.Until)] : ReportPlan.Of(_spec, period, _calendar, floors);
        long tail = _reading?.State.Next ?? _oldest;
        if (_rows is not null)
        {
            AddPieces(_rows, pieces, tail, sums);
        }

        TellUnseen(period, sums);
        _records.Add(Math.Max(tail, _oldest), _end, pieces, sums, _cancellationToken);
        if (_spec.WithRequestCosts)
        {
            AddRequests(period, tail, sums);
        }

        return sums;
    }

    /// <summary>Takes those pieces out that can be read from nowhere.</summary>
    private void AddPieces(ReportRows rows, List<ReportPiece> pieces, long tail, ReportSums sums)
    {
        List<Currency> foreign = [.. rows.Currencies().Where(currency => currency != _fx.Home)];
        foreach (ReportPiece piece in pieces.ToArray())
        {
            if (piece.Level is not null)
            {
                AddSums(rows, piece, foreign, sums);
                continue;
            }

            if (rows.RecordsOf(_calendar.BucketOf(RollupLevel.Day, piece.From), piece.Until) is not { } range)
            {
                continue;
            }

            if (range.First < _oldest)
            {
                sums.Gaps.Add(new CostReportGap(
                    piece.From, piece.Until, "Nothing of this time is in the figures: sums as fine as the report needs are no longer kept, and its records are no longer in the ledger."));
                pieces.Remove(piece);
                continue;
            }

            _records.Add(range.First, Math.Min(range.Last, tail - 1), [piece], sums, _cancellationToken);
        }
    }

    private void AddSums(ReportRows rows, ReportPiece piece, List<Currency> foreign, ReportSums sums)
    {
        sums.Levels.Add(piece.Level!.Value);
        foreach (ReportPiece part in piece.Level == RollupLevel.Month && foreign.Count > 0 ? Months(piece) : [piece])
        {
            (DateOnly first, DateOnly last) = (_days.Of(part.From), _days.Last(part.Until));
            List<Currency> changing = [.. foreign.Where(currency => !_fx.IsConstant(currency, first, last))];
            rows.Add(part, changing, areOnly: false, byBucket: false, hasNoDay: false, sums, _cancellationToken);
            if (changing.Count == 0)
            {
                continue;
            }

            // Each day by its own rate, where sums by the day are still there.
            bool isFine = part.Level < RollupLevel.Month;
            bool hasDays = isFine || _reading!.State.Floors.Day <= part.From.ToUnixTimeSeconds();
            sums.Levels.Add(isFine || !hasDays ? part.Level!.Value : RollupLevel.Day);
            rows.Add(
                isFine || !hasDays ? part : part with { Level = RollupLevel.Day }, changing, areOnly: true, byBucket: hasDays, hasNoDay: !hasDays, sums, _cancellationToken);
        }
    }

    private IEnumerable<ReportPiece> Months(ReportPiece piece)
    {
        for (DateTimeOffset from = piece.From; from < piece.Until;)
        {
            DateTimeOffset until = _calendar.WindowOf(RollupLevel.Month, from).End;
            yield return piece with { From = from, Until = until };
            from = until;
        }
    }

    private void TellUnseen(ReportPeriod period, ReportSums sums)
    {
        (bool isUnseen, DateTimeOffset until) = _reading is { State: { First: > 1 } state } ? (true, new DateTimeOffset(state.UnseenUntil, TimeSpan.Zero))
            : _reading is null && _oldest > 1 ? (true, period.Until)
            : (false, default);
        if (isUnseen && period.From < until)
        {
            sums.Gaps.Add(new CostReportGap(
                period.From, until < period.Until ? until : period.Until, "Some of this time may be missing in the figures: records of it had been deleted from the ledger before the roll-ups were built."));
        }
    }

    private void AddRequests(ReportPeriod period, long tail, ReportSums sums)
    {
        long first = Math.Max(tail, _oldest);
        if (_rows?.RecordsOf(_calendar.BucketOf(RollupLevel.Day, period.From), period.Until) is { } range)
        {
            if (range.First < _oldest)
            {
                sums.Gaps.Add(new CostReportGap(period.From, period.Until, "Costs of single requests are not told: records of this time are no longer in the ledger."));
                return;
            }

            first = Math.Min(first, range.First);
        }

        _records.AddRequests(first, _end, period, sums, _cancellationToken);
    }
}
