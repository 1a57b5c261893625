using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>Where the roll-up database lies, and whether what lies there are sums of this ledger. Thread-safe; one opens it for writing.</summary>
internal sealed class RollupStore(LedgerStore ledger, CostMeteringOptions options, TimeProvider time, ILogger logger)
{
    private const string FileName = "rollups.db";

    private volatile string? _damage;

    public LedgerLog Log => ledger.Log;

    /// <summary>Whether the ledger outlives the process. One that does not is read whole by whoever asks, and is not opened for roll-ups.</summary>
    public bool IsKept => ledger.IsKept;

    public CostMeteringOptions Options => options;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    public string Path => options.RollupPath ?? System.IO.Path.Combine(ledger.Log.Directory, FileName);

    /// <summary>For tests: called between the steps of writing.</summary>
    public Action<RollupStep>? Probe { get; set; }

    /// <summary>Whether somebody has found the file broken since it was opened for writing.</summary>
    public bool IsDamaged => _damage is not null;

    public void TellDamage(SqliteException e) => _damage ??= e.Message;

    /// <summary>Opens the database, or begins another one where there is none that can be used; that one is kept beside it.</summary>
    /// <exception cref="SqliteException">The file cannot be written, or another process holds it.</exception>
    /// <exception cref="InvalidOperationException">The file is somebody else's database.</exception>
    public (RollupDatabase Database, RollupState State) OpenForWriting()
    {
        string path = Path;
        if (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) is { } directory)
        {
            Directory.CreateDirectory(directory);
        }

        string reason = _damage is { } damage ? $"it is damaged ({damage})" : "there was none";
        RollupState? state = null;
        RollupDatabase? database = _damage is null ? TryOpen(path, ref reason, out state) : null;
        if (database is not null && state is not null)
        {
            return (database, state);
        }

        // Damage that was found, a database that is not this ledger's, or an empty file.
        string? aside = database is null && File.Exists(path) ? RollupFiles.SetAside(path, time.GetUtcNow()) : null;
        _damage = null;
        database ??= RollupDatabase.OpenForWriting(path);
        try
        {
            state = RollupBeginning.Of(this);
            database.Begin(state);
            RollupLog.Begun(logger, path, reason, state.First, Log.LastSequence);
            if (aside is not null)
            {
                RollupLog.SetAside(logger, aside);
            }

            if (state.First > 1)
            {
                RollupLog.Unseen(logger, state.First - 1, new DateTimeOffset(state.UnseenUntil, TimeSpan.Zero));
            }

            return (database, state);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Opens the database for reading with a transaction begun, so that all that is read is of one moment.</summary>
    /// <returns>Nothing where there is no database that can be used: the ledger has all of it.</returns>
    public RollupReading? TryRead()
    {
        if (_damage is not null || !File.Exists(Path))
        {
            return null;
        }

        RollupDatabase? database = null;
        try
        {
            database = RollupDatabase.OpenForReading(Path);
            SqliteTransaction transaction = database.Connection.BeginTransaction(deferred: true);
            if (Problem(database, out RollupState? state) is null && state is not null)
            {
                return new RollupReading(database, transaction, state);
            }
        }
        catch (SqliteException e)
        {
            RollupLog.NotRead(logger, e, Path);
            if (e.IsDamage())
            {
                TellDamage(e);
            }
        }

        database?.Dispose();
        return null;
    }

    /// <summary>The database where it can be used, with its state; without one where it is empty; nothing where it must be replaced.</summary>
    private RollupDatabase? TryOpen(string path, ref string reason, out RollupState? state)
    {
        state = null;
        RollupDatabase? database = null;
        try
        {
            database = RollupDatabase.OpenForWriting(path);
            if (database.IsEmpty)
            {
                return database;
            }

            if (!database.IsOurs)
            {
                throw new InvalidOperationException(
                    $"'{path}' is a database of something else and was left alone. Set {CostMeteringOptions.SectionName}:{nameof(CostMeteringOptions.RollupPath)} to a file of its own.");
            }

            if (Problem(database, out state) is not { } problem)
            {
                return database;
            }

            reason = problem;
        }
        catch (SqliteException e) when (e.IsDamage())
        {
            reason = $"it is damaged ({e.Message})";
        }
        catch
        {
            database?.Dispose();
            throw;
        }

        database?.Dispose();
        state = null;
        return null;
    }

    /// <summary>Why the sums are not those of this ledger; nothing where they are.</summary>
    private string? Problem(RollupDatabase database, out RollupState? state)
    {
        state = null;
        if (database.SchemaVersion is var version && version != RollupSchema.Version)
        {
            return $"its format is version {version}, and this library's is {RollupSchema.Version}";
        }

        state = database.ReadState();
        return state is null ? "it has no cursor"
            : state.Node != Log.Node ? $"it is of node {state.Node}"
            : state.Zone != options.BillingZone ? $"its days and months are those of {state.Zone}"
            : RollupBeginning.IsOf(Log, state) ? null
            : "it has records that are not in this ledger";
    }
}
