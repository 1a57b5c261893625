using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;

namespace CodeGen.Runtime.Costs;

/// <summary>Brings a database to <see cref="PostgreSqlSchema.Version"/>: whoever comes first does it, the others wait for the lock and find it done.</summary>
internal static class SchemaMigrator
{
    /// <returns>How many migrations this call has applied.</returns>
    /// <exception cref="CostStoreRefusedException">The database is newer, or is not ready and may not be made so.</exception>
    public static async Task<int> EnsureAsync(NpgsqlConnection connection, string schema, bool mayMigrate, CancellationToken cancellationToken)
    {
        int version = await VersionAsync(connection, schema, cancellationToken).ConfigureAwait(false);
        int applied = 0;
        while (version < PostgreSqlSchema.Version)
        {
            if (!mayMigrate)
            {
                throw new CostStoreRefusedException(
                    $"The schema '{schema}' has version {version}, and this library needs {PostgreSqlSchema.Version}. Let its owner run the script of {nameof(PostgreSqlSchema)}.{nameof(PostgreSqlSchema.Script)}, "
                    + $"or set {PostgreSqlCostsOptions.SectionName}:{nameof(PostgreSqlCostsOptions.Migrate)} to true and give the role the right to create it.");
            }

            applied += await MigrateAsync(connection, schema, cancellationToken).ConfigureAwait(false);
            version = await VersionAsync(connection, schema, cancellationToken).ConfigureAwait(false);
        }

        return version == PostgreSqlSchema.Version
            ? applied
            : throw new CostStoreRefusedException(
                $"The schema '{schema}' has version {version}, and this library knows {PostgreSqlSchema.Version}: a later version of the library has changed it. Run that version on this node as well; the ledger keeps what is booked until then.");
    }

    /// <summary>0 where there is none. Needs no more than to look at the catalogue and, where it is there, at the table.</summary>
    private static async Task<int> VersionAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        // The catalogue itself and not to_regclass, which refuses who may not use the schema and so cannot tell that from an empty database.
        using var exists = new NpgsqlCommand(
            "SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = 'schema_version'", connection)
        {
            Parameters = { Parameter.Of(schema) },
        };
        if ((long)(await exists.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))! == 0)
        {
            return 0;
        }

        using var version = new NpgsqlCommand($"SELECT coalesce(max(version), 0) FROM {PostgreSqlSchema.Quoted(schema)}.schema_version", connection);
        return Convert.ToInt32(await version.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
    }

    /// <summary>Applies the next migration unless somebody has meanwhile.</summary>
    private static async Task<int> MigrateAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable transactionScope = transaction.ConfigureAwait(false);
        using (var gate = new NpgsqlCommand("SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('CodeGen.Runtime.Costs:' || $1, 0))", connection, transaction)
        {
            Parameters = { Parameter.Of(schema) },
        })
        {
            await gate.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        int version = await VersionAsync(connection, schema, cancellationToken).ConfigureAwait(false);
        if (version >= PostgreSqlSchema.Version)
        {
            return 0;
        }

        using (var migration = new NpgsqlCommand(PostgreSqlSchema.Migration(schema, version + 1), connection, transaction))
        {
            await migration.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return 1;
    }
}
