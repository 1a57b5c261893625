using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;

namespace CodeGen.Runtime.Costs;

/// <summary>One connection that feeds for one node. Whoever takes the node over later raises its epoch, and this one ends with its next statement. Not thread-safe.</summary>
internal sealed class FeedSession : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly FeedSql _sql;
    private readonly TimeSpan _timeout;
    private readonly Guid _nodeId;
    private readonly int _node;

    private FeedSession(NpgsqlConnection connection, FeedSql sql, TimeSpan timeout, Guid nodeId, int node, long epoch, long cursor) =>
        (_connection, _sql, _timeout, _nodeId, _node, Epoch, Cursor) = (connection, sql, timeout, nodeId, node, epoch, cursor);

    public long Epoch { get; }

    /// <summary>The place up to which the database has all.</summary>
    public long Cursor { get; private set; }

    /// <summary>Opens a connection, makes the schema ready where that is due, and finds the cursor.</summary>
    /// <param name="source">Where connections come from.</param>
    /// <param name="options">The settings.</param>
    /// <param name="ledger">Whose records will be fed.</param>
    /// <param name="epoch">The one that this process was given before; nothing for the first time, when it takes the node over.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CostStoreRefusedException">Somebody else has taken the node over, the ledger is not the one that was fed, or the database cannot be used.</exception>
    public static async Task<FeedSession> OpenAsync(NpgsqlDataSource source, PostgreSqlCostsOptions options, ICostLedger ledger, long? epoch, CancellationToken cancellationToken)
    {
        var sql = new FeedSql(options.Schema);
        NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ExecuteAsync(connection, FeedSql.Settings, options, cancellationToken).ConfigureAwait(false);
            await CheckEncodingAsync(connection, options, cancellationToken).ConfigureAwait(false);
            _ = await SchemaMigrator.EnsureAsync(connection, options.Schema, options.Migrate, cancellationToken).ConfigureAwait(false);
            FeedSession session = await AttachAsync(connection, sql, options, ledger, epoch, cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(connection, sql.Stage, options, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Brings a batch and the cursor in one transaction.</summary>
    /// <exception cref="CostStoreRefusedException">Somebody else has taken the node over.</exception>
    /// <exception cref="CursorMovedException">The database has more than this process knew.</exception>
    public async Task<FeedOutcome> SendAsync(FeedBatch batch, CancellationToken cancellationToken)
    {
        NpgsqlTransaction transaction = await _connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable transactionScope = transaction.ConfigureAwait(false);
        var kept = new List<(short Outcome, FeedConflict Record)>();
        if (batch.Records.Count > 0)
        {
            // Before the node's row is locked, so that nobody waits for it while bytes are under way.
            await new StageWriter(_connection, _node, _timeout).WriteAsync(batch.Records, cancellationToken).ConfigureAwait(false);
            await LockAsync(cancellationToken).ConfigureAwait(false);
            int corrections = batch.Records.Count(static record => record.Kind == CostRecordKind.Adjustment);
            await BookAsync(_sql.BookCharges, FeedSql.Charges, batch.Records.Count - corrections, kept, cancellationToken).ConfigureAwait(false);
            await BookAsync(_sql.BookCorrections, FeedSql.Corrections, corrections, kept, cancellationToken).ConfigureAwait(false);
            using NpgsqlCommand lines = Command(kept.Count == 0 ? _sql.BookAllLines : _sql.BookLines);
            await lines.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        var problems = new List<LedgerProblem>();
        foreach (LedgerProblem problem in batch.Problems)
        {
            using NpgsqlCommand keep = Command(_sql.KeepProblem, _node, problem.FirstSequence, problem.LastSequence, PostgreSqlText.Of(problem.Message));
            if (await keep.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1)
            {
                problems.Add(problem);
            }
        }

        FeedConflict[] conflicts = [.. kept.Where(static k => k.Outcome == 2).Select(static k => k.Record)];
        var outcome = new FeedOutcome(batch.Records.Count - kept.Count, kept.Count - conflicts.Length, conflicts, problems);
        await AdvanceAsync(batch, outcome, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        Cursor = batch.Through;
        return outcome;
    }

    /// <summary>Tells the database where the ledger ends, and finds out whether the connection and the epoch still hold.</summary>
    public async Task BeSeenAsync(long logEnd, CancellationToken cancellationToken)
    {
        using NpgsqlCommand seen = Command(_sql.BeSeen, _node, Epoch, Cursor, logEnd);
        if (await seen.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) != 1)
        {
            await LockAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async Task<FeedSession> AttachAsync(
        NpgsqlConnection connection, FeedSql sql, PostgreSqlCostsOptions options, ICostLedger ledger, long? epoch, CancellationToken cancellationToken)
    {
        if (epoch is not null && await FindAsync(connection, sql.Attach, options, ledger, cancellationToken).ConfigureAwait(false) is { } known && known.Epoch >= epoch)
        {
            return known.Epoch == epoch ? new FeedSession(connection, sql, options.CommandTimeout, ledger.Node, known.Node, known.Epoch, known.Cursor) : throw Fenced(ledger.Node);
        }

        // For the first time, or the database was put back to a time before this process took the node over: then what it has lost is sent again.
        using var register = new NpgsqlCommand(sql.Register, connection) { Parameters = { Parameter.Of(ledger.Node), Parameter.Of(Environment.MachineName) }, CommandTimeout = Seconds(options) };
        await register.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        (int Node, long Epoch, long Cursor) taken = (await FindAsync(connection, sql.TakeOver, options, ledger, cancellationToken).ConfigureAwait(false))!.Value;
        return new FeedSession(connection, sql, options.CommandTimeout, ledger.Node, taken.Node, taken.Epoch, taken.Cursor);
    }

    private static async Task<(int Node, long Epoch, long Cursor)?> FindAsync(
        NpgsqlConnection connection, string statement, PostgreSqlCostsOptions options, ICostLedger ledger, CancellationToken cancellationToken)
    {
        using var find = new NpgsqlCommand(statement, connection) { Parameters = { Parameter.Of(ledger.Node) }, CommandTimeout = Seconds(options) };
        NpgsqlDataReader reader = await find.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable readerScope = reader.ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        CheckLedger(ledger, reader.GetInt64(2), reader.GetInt64(3), reader.IsDBNull(4) ? null : reader.GetGuid(4));
        return (reader.GetInt32(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    /// <summary>A ledger that was put back from a copy, or that exists twice, would number other records like those that are here, and they would be passed over.</summary>
    private static void CheckLedger(ICostLedger ledger, long cursor, long lastRecord, Guid? lastEvent)
    {
        const string Remedy = "Keep that directory for whoever looks into it, and give the node a new, empty one: it then is another node, and what both have booked is told apart by event ids.";
        if (ledger.LastSequence < cursor)
        {
            throw new CostStoreRefusedException(
                $"PostgreSQL has records of node {ledger.Node} up to {cursor}, and the ledger in '{ledger.Path}' ends at {ledger.LastSequence}: it is an older copy. {Remedy}", isFinal: true);
        }

        if (lastEvent is { } known && ledger.Find(lastRecord) is { } record && record.Id != known)
        {
            throw new CostStoreRefusedException(
                $"Record {lastRecord} of node {ledger.Node} is event {known} in PostgreSQL and event {record.Id} in the ledger in '{ledger.Path}': there are two ledgers of this node. {Remedy}", isFinal: true);
        }
    }

    private static CostStoreRefusedException Fenced(Guid node) => new(
        $"Another process has begun to feed for node {node}, and this one has stopped. Where both are meant to run, their ledgers are copies of one directory: give each its own.", isFinal: true);

    private static async Task CheckEncodingAsync(NpgsqlConnection connection, PostgreSqlCostsOptions options, CancellationToken cancellationToken)
    {
        using var show = new NpgsqlCommand(FeedSql.Encoding, connection) { CommandTimeout = Seconds(options) };
        if (await show.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not "UTF8" and var encoding)
        {
            throw new CostStoreRefusedException($"The database's encoding is {encoding}, which has no room for every name. Use a database with encoding UTF8.");
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statements, PostgreSqlCostsOptions options, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(statements, connection) { CommandTimeout = Seconds(options) };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static int Seconds(PostgreSqlCostsOptions options) => (int)Math.Ceiling(options.CommandTimeout.TotalSeconds);

    private async Task BookAsync(string book, string which, int expected, List<(short Outcome, FeedConflict Record)> kept, CancellationToken cancellationToken)
    {
        if (expected == 0)
        {
            return;
        }

        using NpgsqlCommand booking = Command(book);
        if (await booking.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == expected)
        {
            return;
        }

        using NpgsqlCommand keeping = Command(_sql.KeepDuplicates(which));
        NpgsqlDataReader reader = await keeping.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable readerScope = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            bool isFirstKnown = !reader.IsDBNull(3);
            kept.Add((reader.GetInt16(0), new FeedConflict(reader.GetInt64(1), reader.GetGuid(2), isFirstKnown ? reader.GetGuid(3) : default, isFirstKnown ? reader.GetInt64(4) : 0)));
        }
    }

    private async Task LockAsync(CancellationToken cancellationToken)
    {
        using NpgsqlCommand command = Command(_sql.Lock, _node);
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable readerScope = reader.ConfigureAwait(false);
        bool isThere = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        Check(isThere ? reader.GetInt64(0) : -1, isThere ? reader.GetInt64(1) : -1);
    }

    private void Check(long epoch, long cursor)
    {
        if (epoch != Epoch)
        {
            throw Fenced(_nodeId);
        }

        if (cursor != Cursor)
        {
            throw new CursorMovedException(Cursor, cursor);
        }
    }

    private async Task AdvanceAsync(FeedBatch batch, FeedOutcome outcome, CancellationToken cancellationToken)
    {
        CostRecord? last = batch.Records.Count == 0 ? null : batch.Records[^1];
        using NpgsqlCommand advance = Command(_sql.Advance, _node, Epoch, batch.After, batch.Through, batch.LogEnd);
        advance.Parameters.Add(new NpgsqlParameter<long?> { TypedValue = last?.Sequence, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint });
        advance.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = last?.Id, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        foreach (long count in (ReadOnlySpan<long>)[outcome.Booked, outcome.Duplicates, outcome.Conflicts.Count, outcome.Problems.Count])
        {
            advance.Parameters.Add(Parameter.Of(count));
        }

        if (await advance.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) != 1)
        {
            await LockAsync(cancellationToken).ConfigureAwait(false);
            throw new CursorMovedException(batch.After, Cursor);
        }
    }

    private NpgsqlCommand Command(string text, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlCommand(text, _connection) { CommandTimeout = (int)Math.Ceiling(_timeout.TotalSeconds) };
        foreach (object value in values)
        {
            command.Parameters.Add(value switch
            {
                int number => Parameter.Of(number),
                long number => Parameter.Of(number),
                string words => Parameter.Of(words),
                _ => throw new ArgumentException($"A parameter is of type {value.GetType()}.", nameof(values)),
            });
        }

        return command;
    }
}
