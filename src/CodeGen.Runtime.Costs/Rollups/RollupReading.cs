using Microsoft.Data.Sqlite;

namespace CodeGen.Runtime.Costs;

/// <summary>A database that is read as it was at one moment, beside whoever writes. Not thread-safe.</summary>
internal sealed class RollupReading(RollupDatabase database, SqliteTransaction transaction, RollupState state) : IDisposable
{
    public RollupDatabase Database => database;

    public SqliteConnection Connection => database.Connection;

    public RollupState State => state;

    public void Dispose()
    {
        transaction.Dispose();
        database.Dispose();
    }
}
