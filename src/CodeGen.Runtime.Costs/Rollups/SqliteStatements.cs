using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace CodeGen.Runtime.Costs;

/// <summary>Shorter ways to say what a connection shall do. What somebody named goes into parameters and never into the text of a statement.</summary>
[SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "Texts are constants, or put together from names of tables and columns that are constants.")]
internal static class SqliteStatements
{
    /// <summary>SQLITE_CORRUPT.</summary>
    private const int Corrupt = 11;

    /// <summary>SQLITE_NOTADB.</summary>
    private const int NoDatabase = 26;

    /// <summary>Whether the file is broken, so that nothing but another one helps.</summary>
    public static bool IsDamage(this SqliteException e) => e.SqliteErrorCode is Corrupt or NoDatabase;

    public static SqliteCommand Command(this SqliteConnection connection, string text, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        foreach ((string name, object? value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    public static void Execute(this SqliteConnection connection, string text, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using SqliteCommand command = connection.Command(text, parameters);
        command.ExecuteNonQuery();
    }

    public static long Number(this SqliteConnection connection, string text)
    {
        using SqliteCommand command = connection.Command(text);
        return (long)command.ExecuteScalar()!;
    }
}
