using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>Where the roll-up database lies, and whether what lies there are sums of this ledger. Thread-safe; one opens it for writing.</summary>
internal sealed class RollupStore
{
    private const string FileName = "rollups.db";
    private const string CarriedName = "carried.db";

    private readonly LedgerStore _ledger;
    private volatile string? _damage;

    public RollupStore(LedgerStore ledger, CostMeteringOptions options, TimeProvider time, ILogger logger)
        : this(ledger, options, time, logger, new RollupStore(ledger, options, time, logger, null))
    {
    }

    private RollupStore(LedgerStore ledger, CostMeteringOptions options, TimeProvider time, ILogger logger, RollupStore? carried) =>
        (_ledger, Options, Time, Logger, Carried) = (ledger, options, time, logger, carried);

    public LedgerLog Log => _ledger.Log;

    /// <summary>Whether the ledger outlives the process. One that does not is read whole by whoever asks, and is not opened for roll-ups.</summary>
    public bool IsKept => _ledger.IsKept;

    public CostMeteringOptions Options { get; }

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    /// <summary>The sums of records whose segments were deleted, in the ledger's directory: nothing can make them again. Nothing where this is they.</summary>
    public RollupStore? Carried { get; }

    public string Path => Carried is null ? System.IO.Path.Combine(Log.Directory, CarriedName) : Options.RollupPath ?? System.IO.Path.Combine(Log.Directory, FileName);

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
        string? aside = database is null && File.Exists(path) ? RollupFiles.SetAside(path, Time.GetUtcNow()) : null;
        _damage = null;
        if (Carried?.TryRead() is { } carried)
        {
            database?.Dispose();
            database = null;
            using (carried)
            {
                RollupFiles.Copy(carried, path);
            }
        }

        database ??= RollupDatabase.OpenForWriting(path, isFlushed: Carried is null);
        try
        {
            state = Begin(database);
            RollupLog.Begun(Logger, path, reason, state.Next, Log.LastSequence);
            if (aside is not null)
            {
                RollupLog.SetAside(Logger, aside);
            }

            if (state.Carried > 0)
            {
                RollupLog.Carried(Logger, state.Carried);
            }

            if (state.First > 1)
            {
                RollupLog.Unseen(Logger, state.First - 1, new DateTimeOffset(state.UnseenUntil, TimeSpan.Zero));
            }

            return (database, state);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Opens the database for reading with a transaction begun, so that all that is read is of one moment; where there is none that can be used, the sums of what was deleted from the ledger.</summary>
    /// <returns>Nothing where there is neither: the ledger has all of it.</returns>
    public RollupReading? TryRead() => TryReadOwn() ?? Carried?.TryRead();

    /// <summary>The first state of a new database: that of the sums that were taken over, or an empty one.</summary>
    private RollupState Begin(RollupDatabase database)
    {
        if (database.IsEmpty)
        {
            RollupState state = RollupBeginning.Of(this);
            database.Begin(state);
            return state;
        }

        RollupState carried = RollupBeginning.After(Log, database.ReadState()!);
        database.WriteState(carried);
        return carried;
    }

    private RollupReading? TryReadOwn()
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
                return new RollupReading(database, transaction, Carried is null ? RollupBeginning.After(Log, state) : state);
            }
        }
        catch (SqliteException e)
        {
            RollupLog.NotRead(Logger, e, Path);
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
            database = RollupDatabase.OpenForWriting(path, isFlushed: Carried is null);
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
            : state.Zone != Options.BillingZone ? $"its days and months are those of {state.Zone}"
            : RollupBeginning.IsOf(Log, state) ? null
            : "it has records that are not in this ledger";
    }
}
