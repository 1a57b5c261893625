namespace CodeGen.Runtime.Costs;

/// <summary>The tables of the roll-up database. Sums lie in rows of many series, see <see cref="RollupCells"/>: they are added up here and not by SQL.</summary>
internal static class RollupSchema
{
    /// <summary>Goes up with every change of the tables or of what goes into them; a database of another version is built anew.</summary>
    public const int Version = 2;

    /// <summary>Tells these databases from those of others, which nobody may move away: the letters CGRU.</summary>
    public const int ApplicationId = 0x43475255;

    public const string ShapeColumns = "category, use, item, line, unit, kind, status, currency, amount_parts, quantity_parts";

    public static string Create { get; } = $"""
        CREATE TABLE state (
            id INTEGER PRIMARY KEY CHECK (id = 1), node BLOB NOT NULL, next INTEGER NOT NULL, event BLOB, zone TEXT NOT NULL, first INTEGER NOT NULL, unseen_until INTEGER NOT NULL,
            unreadable INTEGER NOT NULL, minute_from INTEGER NOT NULL, hour_from INTEGER NOT NULL, day_from INTEGER NOT NULL, carried INTEGER NOT NULL) STRICT;
        CREATE TABLE attribution (id INTEGER PRIMARY KEY, encoded BLOB NOT NULL UNIQUE) STRICT;
        CREATE TABLE shape (
            id INTEGER PRIMARY KEY, category INTEGER NOT NULL, use INTEGER NOT NULL, item TEXT NOT NULL, line TEXT NOT NULL, unit TEXT NOT NULL, kind INTEGER NOT NULL, status INTEGER NOT NULL,
            currency INTEGER NOT NULL, amount_parts TEXT NOT NULL, quantity_parts TEXT NOT NULL, UNIQUE ({ShapeColumns})) STRICT;
        {CreateSeries(RollupDetail.Full)}
        {CreateSeries(RollupDetail.Brief)}
        {string.Concat(RollupTable.All.Select(static table => $"CREATE TABLE {table.Name} (place INTEGER PRIMARY KEY, cells BLOB NOT NULL) STRICT;\n"))}
        CREATE TABLE total (
            category INTEGER NOT NULL, kind INTEGER NOT NULL, status INTEGER NOT NULL, currency INTEGER NOT NULL, parts TEXT NOT NULL, records INTEGER NOT NULL, a2 INTEGER NOT NULL, a1 INTEGER NOT NULL,
            a0 INTEGER NOT NULL, PRIMARY KEY (category, kind, status, currency, parts)) STRICT, WITHOUT ROWID;
        CREATE TABLE metered (
            meter TEXT NOT NULL, period INTEGER NOT NULL, dimension INTEGER NOT NULL, numerator TEXT NOT NULL, denominator TEXT NOT NULL, PRIMARY KEY (meter, period, dimension)) STRICT, WITHOUT ROWID;
        CREATE TABLE records (day INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;
        PRAGMA application_id = {ApplicationId};
        PRAGMA user_version = {Version};
        """;

    public static string AddTotal { get; } = $"""
        INSERT INTO total (category, kind, status, currency, parts, records, a2, a1, a0) VALUES ($category, $kind, $status, $currency, $parts, $records, $a2, $a1, $a0)
        ON CONFLICT (category, kind, status, currency, parts) DO UPDATE SET records = records + excluded.records, {Sum("a")}
        """;

    private static string CreateSeries(RollupDetail detail) => $"""
        CREATE TABLE {RollupTable.SeriesOf(detail)} (id INTEGER PRIMARY KEY, attribution INTEGER NOT NULL, shape INTEGER NOT NULL, UNIQUE (attribution, shape)) STRICT;
        """;

    /// <summary>Adds a <see cref="RollupSum"/> to another one, with the carries: the same number always has the same columns.</summary>
    private static string Sum(string of) => $"""
        {of}2 = {of}2 + excluded.{of}2 + ({of}1 + excluded.{of}1 + ({of}0 + excluded.{of}0) / {RollupSum.Base}) / {RollupSum.Base},
        {of}1 = ({of}1 + excluded.{of}1 + ({of}0 + excluded.{of}0) / {RollupSum.Base}) % {RollupSum.Base},
        {of}0 = ({of}0 + excluded.{of}0) % {RollupSum.Base}
        """;
}
