using System.Globalization;
using System.Reflection;
using System.Text;

namespace CodeGen.Runtime.Costs;

/// <summary>The tables and views that the library keeps in PostgreSQL. Thread-safe.</summary>
public static class PostgreSqlSchema
{
    /// <summary>The version that this library writes. A database of a later one is refused.</summary>
    public const int Version = 1;

    /// <summary>Not IF NOT EXISTS, for which the server asks for the right to create schemas also where it is there.</summary>
    private const string Begin = """
        DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = '{name}') THEN
                CREATE SCHEMA {schema};
            END IF;
        END $$;
        CREATE TABLE {schema}.schema_version (version integer PRIMARY KEY, library text NOT NULL, applied_at timestamptz NOT NULL DEFAULT clock_timestamp());


        """;

    /// <summary>
    /// All that makes a database ready, as a script for whoever owns it: each migration in a transaction of its own, with the row that says that it was applied. A host whose role may
    /// not create tables then sets <see cref="PostgreSqlCostsOptions.Migrate"/> to <see langword="false"/>.
    /// </summary>
    /// <param name="schema">The schema's name.</param>
    /// <param name="from">The version that the database has; 0 for an empty one.</param>
    /// <exception cref="ArgumentException">The name is not 1 to 63 lower-case ASCII letters, digits or '_', or begins with a digit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such version.</exception>
    public static string Script(string schema = PostgreSqlCostsOptions.DefaultSchema, int from = 0)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, Version);
        if (!IsName(schema))
        {
            throw new ArgumentException($"'{Shown(schema)}' is no name of a schema; write 1 to 63 lower-case ASCII letters, digits or '_', the first no digit.", nameof(schema));
        }

        var script = new StringBuilder();
        for (int version = from + 1; version <= Version; version++)
        {
            script.Append("BEGIN;\n").Append(Migration(schema, version)).Append("COMMIT;\n");
        }

        return script.ToString();
    }

    /// <summary>Lower case only, so that nobody who types the name has to quote it.</summary>
    internal static bool IsName(string schema) =>
        schema.Length is >= 1 and <= 63 && !char.IsAsciiDigit(schema[0]) && schema.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
        && !schema.StartsWith("pg_", StringComparison.Ordinal);

    internal static string Shown(string schema) => new([.. schema.Take(80).Select(static c => c is >= ' ' and <= '~' ? c : '?')]);

    /// <summary>One migration with its row.</summary>
    internal static string Migration(string schema, int version)
    {
        string name = version.ToString("0000", CultureInfo.InvariantCulture) + ".sql";
        using Stream stream = typeof(PostgreSqlSchema).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        string begin = version == 1 ? Begin : string.Empty;
        string end = $"\nINSERT INTO {{schema}}.schema_version (version, library) VALUES ({version.ToString(CultureInfo.InvariantCulture)}, '{Library}');\n";
        return (begin + reader.ReadToEnd() + end).Replace("{schema}", Quoted(schema), StringComparison.Ordinal).Replace("{name}", schema, StringComparison.Ordinal);
    }

    internal static string Quoted(string schema) => $"\"{schema}\"";

    private static string Library => typeof(PostgreSqlSchema).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?";
}
