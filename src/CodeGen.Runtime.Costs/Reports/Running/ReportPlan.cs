namespace CodeGen.Runtime.Costs;

/// <summary>Divides a time into the largest buckets that fill it exactly: months, then days, hours and minutes at its ends, and records where no bucket fits or is kept.</summary>
internal static class ReportPlan
{
    /// <summary>Pieces in order, without gaps, those of one level that follow each other joined.</summary>
    public static List<ReportPiece> Of(ReportSpec spec, ReportPeriod period, RollupCalendar calendar, RollupFloors floors)
    {
        var pieces = new List<ReportPiece>();
        foreach ((DateTimeOffset from, DateTimeOffset until) in Windows(spec.FinestTime, period))
        {
            Tile(pieces, spec.FinestTime ?? RollupLevel.Month, from, until, calendar, floors);
        }

        return pieces;
    }

    /// <summary>Days and months of another zone are windows that buckets must not reach over.</summary>
    private static IEnumerable<(DateTimeOffset From, DateTimeOffset Until)> Windows(RollupLevel? finest, ReportPeriod period)
    {
        if (finest is not (RollupLevel.Day or RollupLevel.Month))
        {
            yield return (period.From, period.Until);
            yield break;
        }

        BudgetPeriod windows = finest == RollupLevel.Day ? BudgetPeriod.Daily(period.Zone) : BudgetPeriod.Monthly(period.Zone);
        for (DateTimeOffset from = period.From; from < period.Until;)
        {
            _ = windows.TryGetWindow(from, out BudgetWindow window);
            DateTimeOffset until = window.End < period.Until ? window.End : period.Until;
            yield return (from, until);
            from = until;
        }
    }

    private static void Tile(List<ReportPiece> pieces, RollupLevel level, DateTimeOffset from, DateTimeOffset until, RollupCalendar calendar, RollupFloors floors)
    {
        if (from >= until)
        {
            return;
        }

        BudgetWindow first = calendar.WindowOf(level, from);
        DateTimeOffset start = first.Start == from ? from : first.End;
        DateTimeOffset end = until >= BudgetPeriod.Latest ? until : calendar.WindowOf(level, until).Start;
        if (start >= end)
        {
            Finer(from, until);
            return;
        }

        Finer(from, start);
        DateTimeOffset kept = floors[level] > start.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(floors[level]) : start;
        Add(pieces, new ReportPiece(null, start, kept < end ? kept : end));
        Add(pieces, new ReportPiece(level, kept, end));
        Finer(end, until);

        void Finer(DateTimeOffset a, DateTimeOffset b)
        {
            if (level > RollupLevel.Minute)
            {
                Tile(pieces, level - 1, a, b, calendar, floors);
            }
            else
            {
                Add(pieces, new ReportPiece(null, a, b));
            }
        }
    }

    private static void Add(List<ReportPiece> pieces, ReportPiece piece)
    {
        if (piece.From >= piece.Until)
        {
            return;
        }

        if (pieces is [.., var last] && last.Level == piece.Level && last.Until == piece.From)
        {
            pieces[^1] = last with { Until = piece.Until };
        }
        else
        {
            pieces.Add(piece);
        }
    }
}
