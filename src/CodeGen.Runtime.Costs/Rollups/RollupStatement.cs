using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CodeGen.Runtime.Costs;

/// <summary>A prepared statement that takes numbers only and is run millions of times: bound without boxes. Not thread-safe.</summary>
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

    /// <summary>Parameters in the order in which the statement names them first.</summary>
    /// <exception cref="SqliteException">It could not be done.</exception>
    public void Run(params ReadOnlySpan<long> parameters)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            Check(raw.sqlite3_bind_int64(_statement, i + 1, parameters[i]));
        }

        int result = raw.sqlite3_step(_statement);
        int reset = raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE)
        {
            Check(reset == raw.SQLITE_OK ? result : reset);
        }
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _handle);
}
