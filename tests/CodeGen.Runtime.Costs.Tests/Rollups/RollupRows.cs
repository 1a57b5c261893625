using Microsoft.Data.Sqlite;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>What a roll-up database says, row by row, without the numbers that it gave to attributions and series.</summary>
internal static class RollupRows
{
    private const string Series =
        "hex(a.encoded), s.category, s.use, s.item, s.line, s.unit, s.kind, s.status, s.currency, s.amount_parts, s.quantity_parts";

    /// <summary>All tables.</summary>
    public static List<string> All(string path)
    {
        using RollupDatabase database = RollupDatabase.OpenForReading(path);
        return
        [
            .. RollupLevels.All.SelectMany(level => Of(database, level)),
            .. Read(database, "SELECT 'total', * FROM total"),
            .. Read(database, "SELECT 'metered', * FROM metered"),
            .. Read(database, "SELECT 'records', * FROM records"),
            .. Read(database, "SELECT 'tag', hex(a.encoded), t.name, t.value FROM tag t JOIN attribution a ON a.id = t.attribution"),
            .. Read(database, "SELECT 'state', next, hex(event), zone, first, unreadable, minute_from, hour_from, day_from FROM state"),
        ];
    }

    public static List<string> Of(string path, RollupLevel level)
    {
        using RollupDatabase database = RollupDatabase.OpenForReading(path);
        return Of(database, level);
    }

    private static List<string> Of(RollupDatabase database, RollupLevel level) => Read(
        database,
        $"SELECT '{level}', c.bucket, {Series}, c.records, c.lines, c.q2, c.q1, c.q0, c.a2, c.a1, c.a0 FROM {level.Table()} c JOIN series s ON s.id = c.series JOIN attribution a ON a.id = s.attribution");

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
