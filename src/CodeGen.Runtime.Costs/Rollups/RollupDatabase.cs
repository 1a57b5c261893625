using Microsoft.Data.Sqlite;

namespace CodeGen.Runtime.Costs;

/// <summary>An open roll-up database. Not thread-safe; any number may be open for reading beside the one that is open for writing.</summary>
internal sealed class RollupDatabase : IDisposable
{
    /// <summary>How long a statement waits for another process that holds the database, in seconds.</summary>
    private const int BusySeconds = 1;

    /// <summary>Pages kept in memory, in KiB.</summary>
    private const int CacheKib = 16_384;

    /// <summary>The write-ahead log is cut to this after a large transaction.</summary>
    private const int KeptLogBytes = 64 << 20;

    private RollupDatabase(string path, SqliteConnection connection) => (Path, Connection) = (path, connection);

    public string Path { get; }

    public SqliteConnection Connection { get; }

    /// <summary>0 in a database without tables.</summary>
    public int SchemaVersion => (int)Connection.Number("PRAGMA user_version");

    /// <summary>Whether nobody has made tables yet.</summary>
    public bool IsEmpty => Connection.Number("SELECT COUNT(*) FROM sqlite_master") == 0;

    /// <summary>Whether it is a roll-up database, of whatever version.</summary>
    public bool IsOurs => Connection.Number("PRAGMA application_id") == RollupSchema.ApplicationId;

    /// <exception cref="SqliteException">The file is no database, or another process holds it.</exception>
    /// <param name="path">The file.</param>
    /// <param name="isFlushed">Whether each transaction is on the disk when it ends: of what nothing can make again.</param>
    public static RollupDatabase OpenForWriting(string path, bool isFlushed = false)
    {
        RollupDatabase database = Open(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            // NORMAL: a failure of power may take the last transactions whole, with their cursors, and those records are summed again.
            database.Connection.Execute($"PRAGMA journal_mode = WAL; PRAGMA synchronous = {(isFlushed ? "FULL" : "NORMAL")}; PRAGMA cache_size = -{CacheKib}; PRAGMA journal_size_limit = {KeptLogBytes}; PRAGMA temp_store = MEMORY");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>An empty file that another database is copied to.</summary>
    public static RollupDatabase OpenForCopy(string path) => Open(path, SqliteOpenMode.ReadWriteCreate);

    /// <exception cref="SqliteException">There is no file, or it is no database.</exception>
    public static RollupDatabase OpenForReading(string path)
    {
        RollupDatabase database = Open(path, SqliteOpenMode.ReadOnly);
        database.Connection.Execute($"PRAGMA cache_size = -{CacheKib}; PRAGMA temp_store = MEMORY");
        return database;
    }

    /// <summary>Makes the tables and the first state in one transaction.</summary>
    public void Begin(RollupState state)
    {
        using SqliteTransaction transaction = Connection.BeginTransaction(deferred: false);
        Connection.Execute(RollupSchema.Create);
        WriteState(state);
        transaction.Commit();
    }

    public RollupState? ReadState()
    {
        using SqliteCommand command = Connection.Command("SELECT node, next, event, zone, first, unseen_until, unreadable, minute_from, hour_from, day_from, carried FROM state");
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read()
            ? new RollupState(
                new Guid(reader.GetFieldValue<byte[]>(0)),
                reader.GetInt64(1),
                reader.IsDBNull(2) ? null : new Guid(reader.GetFieldValue<byte[]>(2)),
                reader.GetString(3),
                reader.GetInt64(4),
                reader.GetInt64(5),
                reader.GetInt64(6),
                new RollupFloors(reader.GetInt64(7), reader.GetInt64(8), reader.GetInt64(9)),
                reader.GetInt64(10))
            : null;
    }

    /// <summary>Needs a transaction, or is one.</summary>
    public void WriteState(RollupState state)
    {
        using SqliteCommand command = Connection.Command(
            """
            INSERT OR REPLACE INTO state (id, node, next, event, zone, first, unseen_until, unreadable, minute_from, hour_from, day_from, carried)
            VALUES (1, $node, $next, $event, $zone, $first, $unseen, $unreadable, $minute, $hour, $day, $carried)
            """,
            ("$node", state.Node.ToByteArray()),
            ("$next", state.Next),
            ("$event", state.LastEvent?.ToByteArray()),
            ("$zone", state.Zone),
            ("$first", state.First),
            ("$unseen", state.UnseenUntil),
            ("$unreadable", state.Unreadable),
            ("$minute", state.Floors.Minute),
            ("$hour", state.Floors.Hour),
            ("$day", state.Floors.Day),
            ("$carried", state.Carried));
        command.ExecuteNonQuery();
    }

    public void Dispose() => Connection.Dispose();

    private static RollupDatabase Open(string path, SqliteOpenMode mode)
    {
        // What the driver would find by reflection, said so that trimming keeps it.
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = BusySeconds }.ToString());
        try
        {
            connection.Open();
            return new RollupDatabase(path, connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
