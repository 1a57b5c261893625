using Microsoft.Data.Sqlite;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>What a roll-up database says, row by row, without the numbers that it gave to attributions and series.</summary>
internal static class RollupRows
{
    /// <summary>All tables.</summary>
    public static List<string> All(string path)
    {
        using RollupDatabase database = RollupDatabase.OpenForReading(path);
        return
        [
            .. RollupTable.All.SelectMany(table => Of(database, table)),
            .. Read(database, "SELECT 'total', * FROM total"),
            .. Read(database, "SELECT 'metered', * FROM metered"),
            .. Read(database, "SELECT 'records', * FROM records"),
            .. Read(database, "SELECT 'attribution', hex(encoded) FROM attribution"),
            .. Read(database, "SELECT 'state', next, hex(event), zone, first, unreadable, minute_from, hour_from, day_from FROM state"),
        ];
    }

    public static List<string> Of(string path, RollupLevel level, RollupDetail detail = RollupDetail.Full)
    {
        using RollupDatabase database = RollupDatabase.OpenForReading(path);
        return Of(database, new RollupTable(level, detail));
    }

    private static List<string> Of(RollupDatabase database, RollupTable table)
    {
        Dictionary<long, RollupSeries> series = RollupNames.Series(database.Connection, table.Detail).ToDictionary(static pair => pair.Id, static pair => pair.Series);
        using var statement = new RollupStatement(database.Connection, $"SELECT place, cells FROM {table.Name}");
        var rows = new List<string>();
        for (bool isRow = statement.Step(); isRow; isRow = statement.Step())
        {
            long id = RollupPlace.SeriesOf(statement.Number(0)) - 1;
            for (ReadOnlySpan<byte> cells = statement.Bytes(1); !cells.IsEmpty;)
            {
                RollupCell cell = RollupCells.Read(ref cells, out int gap);
                id += gap + 1;
                rows.Add(Text(table, RollupPlace.BucketOf(statement.Number(0)), series[id], cell));
            }
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private static string Text(RollupTable table, long bucket, RollupSeries series, RollupCell cell)
    {
        RollupShape s = series.Shape;
        object[] values =
        [
            table.Detail == RollupDetail.Full ? $"{table.Level}" : $"{table.Detail}{table.Level}", bucket, Convert.ToHexString(series.Attribution.Encoded), (int)s.Category, (int)s.Use, s.Item, s.Line, s.Unit,
            (int)s.Kind, (int)s.Status, s.Currency.Letters, s.AmountParts, s.QuantityParts, cell.Records, cell.Lines, cell.Quantity.High, cell.Quantity.Middle, cell.Quantity.Low,
            cell.Amount.High, cell.Amount.Middle, cell.Amount.Low,
        ];
        return string.Join(" | ", values);
    }

    private static List<string> Read(RollupDatabase database, string query)
    {
        using SqliteCommand command = database.Connection.CreateCommand();
        command.CommandText = query;
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "null" : $"{reader.GetValue(i)}")));
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }
}
