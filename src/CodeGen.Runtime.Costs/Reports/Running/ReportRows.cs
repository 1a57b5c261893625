using Microsoft.Data.Sqlite;

namespace CodeGen.Runtime.Costs;

/// <summary>Reads sums of a level and adds them up by the report's groups.</summary>
internal sealed class ReportRows(RollupReading reading, ReportSpec spec, ReportDays days, ReportWindows windows)
{
    private readonly ReportSeries?[] _series = new ReportSeries?[2];

    /// <summary>Every currency that amounts were ever booked in.</summary>
    public List<Currency> Currencies()
    {
        using SqliteCommand command = reading.Connection.Command("SELECT DISTINCT currency FROM total WHERE currency <> 0 ORDER BY currency");
        using SqliteDataReader reader = command.ExecuteReader();
        var currencies = new List<Currency>();
        while (reader.Read())
        {
            currencies.Add(RollupSnapshot.CurrencyOf(reader.GetInt64(0)));
        }

        return currencies;
    }

    /// <summary>Which records are about the days of a time: the first and the last; nothing where none are.</summary>
    public (long First, long Last)? RecordsOf(long firstDay, DateTimeOffset until)
    {
        using SqliteCommand command = reading.Connection.Command(
            "SELECT MIN(first), MAX(last) FROM records WHERE day >= $from AND day < $until", ("$from", firstDay), ("$until", until.ToUnixTimeSeconds()));
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read() && !reader.IsDBNull(0) ? (reader.GetInt64(0), reader.GetInt64(1)) : null;
    }

    /// <summary>Adds the sums of a piece.</summary>
    /// <param name="piece">The piece, of a level.</param>
    /// <param name="currencies">Which currencies.</param>
    /// <param name="areOnly">Whether only these, or all but these.</param>
    /// <param name="byBucket">Whether amounts are converted by the day of their bucket, or by one rate for all of the piece.</param>
    /// <param name="hasNoDay">Whether they cannot be converted.</param>
    /// <param name="sums">Where to.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public void Add(ReportPiece piece, IReadOnlyList<Currency> currencies, bool areOnly, bool byBucket, bool hasNoDay, ReportSums sums, CancellationToken cancellationToken)
    {
        byBucket |= spec.FinestTime is not null;
        RollupTable table = TableOf(piece.Level!.Value);
        ReportSeries series = SeriesOf(table.Detail, cancellationToken);
        using var statement = new RollupStatement(reading.Connection, $"SELECT place, cells FROM {table.Name} WHERE place >= ?1 AND place < ?2 ORDER BY place");
        (DateOnly, DateOnly) pieceDays = (days.Of(piece.From), days.Last(piece.Until));
        long? bucket = null;
        for (bool isRow = statement.Bind(RollupPlace.First(piece.From.ToUnixTimeSeconds()), RollupPlace.First(piece.Until.ToUnixTimeSeconds())).Step(); isRow; isRow = statement.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            long place = statement.Number(0);
            if (byBucket && bucket is { } done && done != RollupPlace.BucketOf(place))
            {
                Flush(done);
            }

            bucket = RollupPlace.BucketOf(place);
            AddRow(series, RollupPlace.SeriesOf(place), statement.Bytes(1));
        }

        if (bucket is { } last)
        {
            Flush(last);
        }

        void Flush(long at)
        {
            DateTimeOffset time = byBucket ? DateTimeOffset.FromUnixTimeSeconds(at) : piece.From;
            DateOnly day = days.Of(time);
            (DateOnly, DateOnly) daysOf = byBucket && piece.Level < RollupLevel.Month ? (day, day) : pieceDays;
            foreach (ReportSlot slot in series.Slots)
            {
                if (slot.IsTouched && areOnly == currencies.Contains(slot.Shape.Currency))
                {
                    AddSlot(slot, time, daysOf, hasNoDay, sums);
                }

                slot.Clear();
            }
        }
    }

    private static void AddRow(ReportSeries series, long first, ReadOnlySpan<byte> cells)
    {
        for (long id = first - 1; !cells.IsEmpty;)
        {
            RollupCell cell = RollupCells.Read(ref cells, out int gap);
            id += gap + 1;
            series.Of(id)?.Add(cell);
        }
    }

    private void AddSlot(ReportSlot slot, DateTimeOffset time, (DateOnly, DateOnly) daysOf, bool hasNoDay, ReportSums sums)
    {
        string?[] key = slot.Key;
        if (spec.FinestTime is not null)
        {
            key = [.. key.Select((value, i) => spec.Columns[i].Time is { } level ? windows.NameOf(level, time) : value)];
        }

        sums.Add(key, ReportCell.Of(slot.Shape, slot.Sums, daysOf, hasNoDay));
        long records = spec.CountsLines && slot.Sums.Lines > 0 ? slot.Sums.Lines : slot.Sums.Records;
        if (slot.Shape is { Kind: CostRecordKind.Charge, Status: PriceStatus.Unpriced } && records > 0)
        {
            sums.AddUnpriced(slot.Shape.Item, records);
        }
    }

    /// <summary>The shortest one that says enough.</summary>
    private RollupTable TableOf(RollupLevel level) => new(level, level >= RollupLevel.Day ? spec.Detail : RollupDetail.Full);

    private ReportSeries SeriesOf(RollupDetail detail, CancellationToken cancellationToken) =>
        _series[(int)detail] ??= new ReportSeries(reading.Connection, detail, spec, cancellationToken);
}
