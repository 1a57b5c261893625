using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace CodeGen.Runtime.Costs;

/// <summary>Reads sums of a level, grouped by the database. Names come and go as parameters and values; the text of a statement is made of constants.</summary>
internal sealed class ReportRows(RollupReading reading, ReportSpec spec, ReportDays days, ReportWindows windows)
{
    private const int Fixed = 17;

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

    /// <summary>Whether anything was ever booked without a price.</summary>
    public bool HasUnpriced() => reading.Connection.Number($"SELECT EXISTS (SELECT 1 FROM total WHERE status = {(int)PriceStatus.Unpriced} AND kind = {(int)CostRecordKind.Charge})") != 0;

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
        using SqliteCommand command = Command(piece, currencies, areOnly, byBucket);
        using SqliteDataReader reader = command.ExecuteReader();
        string?[] key = new string?[spec.Columns.Length];
        (DateOnly, DateOnly) pieceDays = (days.Of(piece.From), days.Last(piece.Until));
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            DateTimeOffset bucket = byBucket ? DateTimeOffset.FromUnixTimeSeconds(reader.GetInt64(Fixed)) : piece.From;
            for (int i = 0; i < key.Length; i++)
            {
                ReportColumn column = spec.Columns[i];
                key[i] = column.Time is { } time ? windows.NameOf(time, bucket) : column.Shown(reader.GetValue(Fixed + (byBucket ? 1 : 0) + i));
            }

            DateOnly day = days.Of(bucket);
            sums.Add(key, Cell(reader, byBucket && piece.Level < RollupLevel.Month ? (day, day) : pieceDays, hasNoDay));
        }
    }

    /// <summary>Adds how many charges had no price, by what was used.</summary>
    public void AddUnpriced(ReportPiece piece, ReportSums sums)
    {
        var text = new StringBuilder("SELECT s.item, SUM(");
        text.Append(spec.CountsLines ? "CASE WHEN c.lines > 0 THEN c.lines ELSE c.records END" : "c.records").Append(')');
        using SqliteCommand command = reading.Connection.CreateCommand();
        AppendFrom(text, command, piece, byBucket: false);
        text.Append(CultureInfo.InvariantCulture, $" AND s.status = {(int)PriceStatus.Unpriced} AND s.kind = {(int)CostRecordKind.Charge} GROUP BY s.item");
        SetText(command, text);
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            if (reader.GetInt64(1) is var records and > 0)
            {
                sums.AddUnpriced(reader.GetString(0), records);
            }
        }
    }

    private static ReportCell Cell(SqliteDataReader reader, (DateOnly First, DateOnly Last) days, bool hasNoDay) => new()
    {
        Category = (CostCategory)reader.GetInt64(0),
        Use = (CostUseKind)reader.GetInt64(1),
        Kind = (CostRecordKind)reader.GetInt64(2),
        Status = (PriceStatus)reader.GetInt64(3),
        Currency = RollupSnapshot.CurrencyOf(reader.GetInt64(4)),
        AmountParts = Int128.Parse(reader.GetString(5), CultureInfo.InvariantCulture),
        QuantityParts = Int128.Parse(reader.GetString(6), CultureInfo.InvariantCulture),
        Unit = reader.GetString(7),
        IsOutput = reader.GetInt64(8) != 0,
        Sums = new RollupCell(
            reader.GetInt64(9),
            reader.GetInt64(10),
            new RollupSum(reader.GetInt64(11), reader.GetInt64(12), reader.GetInt64(13)),
            new RollupSum(reader.GetInt64(14), reader.GetInt64(15), reader.GetInt64(16))),
        Days = days,
        HasNoDay = hasNoDay,
    };

    private SqliteCommand Command(ReportPiece piece, IReadOnlyList<Currency> currencies, bool areOnly, bool byBucket)
    {
        SqliteCommand command = reading.Connection.CreateCommand();
        string keys = string.Concat(spec.Columns.Select((column, i) => column.Time is null ? ", " + column.Sql($"g{i}") : ", NULL"));
        string apart = "s.category, s.use, s.kind, s.status, s.currency, s.amount_parts, s.quantity_parts, s.unit, " + ReportTokens.Sql;
        string bucket = byBucket ? ", c.bucket" : string.Empty;
        var text = new StringBuilder(
            $"SELECT {apart}, SUM(c.records), SUM(c.lines), SUM(c.q2), SUM(c.q1), SUM(c.q0), SUM(c.a2), SUM(c.a1), SUM(c.a0){bucket}{keys}");
        AppendFrom(text, command, piece, byBucket);
        if (areOnly || currencies.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" AND s.currency {(areOnly ? "IN" : "NOT IN")} ({string.Join(", ", currencies.Select(static currency => currency.Letters))})");
        }

        text.Append(CultureInfo.InvariantCulture, $" GROUP BY {apart}{bucket}{keys.Replace(", NULL", string.Empty, StringComparison.Ordinal)}");
        SetText(command, text);
        return command;
    }

    private void AppendFrom(StringBuilder text, SqliteCommand command, ReportPiece piece, bool byBucket)
    {
        string table = piece.Level!.Value.Table();
        const string InTime = "bucket >= $from AND bucket < $until";

        // The buckets of a series are added up by its number before anything is compared by name: there are many more of them.
        string rows = byBucket || !HasSeveral(piece)
            ? $"(SELECT * FROM {table} WHERE {InTime})"
            : $"(SELECT series, SUM(records) records, SUM(lines) lines, SUM(q2) q2, SUM(q1) q1, SUM(q0) q0, SUM(a2) a2, SUM(a1) a1, SUM(a0) a0 FROM {table} WHERE {InTime} GROUP BY series)";
        text.Append(CultureInfo.InvariantCulture, $" FROM {rows} c JOIN series s ON s.id = c.series JOIN attribution a ON a.id = s.attribution");
        for (int i = 0; i < spec.Columns.Length; i++)
        {
            Join(text, command, spec.Columns[i], $"g{i}");
        }

        for (int i = 0; i < spec.Filters.Length; i++)
        {
            Join(text, command, spec.Filters[i].Column, $"f{i}");
        }

        text.Append(" WHERE TRUE");
        command.Parameters.AddWithValue("$from", piece.From.ToUnixTimeSeconds());
        command.Parameters.AddWithValue("$until", piece.Until.ToUnixTimeSeconds());
        for (int i = 0; i < spec.Filters.Length; i++)
        {
            AppendFilter(text, command, spec.Filters[i], $"f{i}");
        }
    }

    private static bool HasSeveral(ReportPiece piece) => piece.Until - piece.From > piece.Level switch
    {
        RollupLevel.Minute => TimeSpan.FromMinutes(1),
        RollupLevel.Hour => TimeSpan.FromHours(1),
        RollupLevel.Day => TimeSpan.FromHours(25),
        _ => TimeSpan.FromDays(31) + TimeSpan.FromHours(1),
    };

    private static void Join(StringBuilder text, SqliteCommand command, ReportColumn column, string table)
    {
        if (column.Tag is { } tag)
        {
            text.Append(CultureInfo.InvariantCulture, $" LEFT JOIN tag {table} ON {table}.attribution = a.id AND {table}.name = ${table}");
            command.Parameters.AddWithValue("$" + table, tag);
        }
    }

    private static void AppendFilter(StringBuilder text, SqliteCommand command, ReportFilter filter, string table)
    {
        string column = filter.Column.Sql(table);
        var names = new List<string>();
        foreach (object value in filter.Parameters)
        {
            string name = $"${table}v{names.Count}";
            names.Add(name);
            command.Parameters.AddWithValue(name, value);
        }

        text.Append(CultureInfo.InvariantCulture, $" AND ({column} IN ({string.Join(", ", names)}){(filter.HasNone ? $" OR {column} IS NULL" : string.Empty)})");
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "Put together from constants; what somebody named is in parameters.")]
    private static void SetText(SqliteCommand command, StringBuilder text) => command.CommandText = text.ToString();
}
