using Npgsql;
using NpgsqlTypes;

namespace CodeGen.Runtime.Costs;

/// <summary>Parameters of statements. Texts say that they are: with more conversions than the default, a data source may take a text for something else.</summary>
internal static class Parameter
{
    public static NpgsqlParameter Of<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    public static NpgsqlParameter Of(string text) => new NpgsqlParameter<string> { TypedValue = text, NpgsqlDbType = NpgsqlDbType.Text };
}
