using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CodeGen.Runtime.Costs;

/// <summary>A prepared statement of numbers and bytes that is run millions of times: bound and read without boxes. Not thread-safe.</summary>
internal sealed class RollupStatement : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly sqlite3_stmt _statement;

    /// <exception cref="SqliteException">The statement is wrong, or the database.</exception>
    public RollupStatement(SqliteConnection connection, string text)
    {
        _handle = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_handle, text, out _statement));
    }

    /// <summary>Begins the statement anew.</summary>
    /// <param name="parameters">In the order in which the statement names them first.</param>
    public RollupStatement Bind(params ReadOnlySpan<long> parameters)
    {
        _ = raw.sqlite3_reset(_statement);
        for (int i = 0; i < parameters.Length; i++)
        {
            Check(raw.sqlite3_bind_int64(_statement, i + 1, parameters[i]));
        }

        return this;
    }

    /// <summary>Binds bytes as the parameter behind the numbers.</summary>
    public RollupStatement Bind(long number, ReadOnlySpan<byte> bytes)
    {
        _ = Bind(number);
        Check(raw.sqlite3_bind_blob(_statement, 2, bytes));
        return this;
    }

    /// <returns>Whether there is a row.</returns>
    /// <exception cref="SqliteException">It could not be done.</exception>
    public bool Step()
    {
        int result = raw.sqlite3_step(_statement);
        if (result is raw.SQLITE_ROW)
        {
            return true;
        }

        int reset = raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE)
        {
            Check(reset == raw.SQLITE_OK ? result : reset);
        }

        return false;
    }

    /// <summary>Ends a statement that has more rows than were asked for: an open one keeps its transaction from ending.</summary>
    public void Reset() => _ = raw.sqlite3_reset(_statement);

    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _handle);
}
