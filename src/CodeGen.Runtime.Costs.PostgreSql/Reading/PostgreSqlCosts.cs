using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CodeGen.Runtime.Costs;

/// <summary>Reads sums. The database adds what has one denominator; different ones are joined here, as <see cref="ExactTotals"/> does.</summary>
internal sealed class PostgreSqlCosts(PostgreSqlDataSource source, IOptions<PostgreSqlCostsOptions> options) : IPostgreSqlCosts
{
    private const int MaxDimensions = 8;

    private static readonly string[] s_plain = [CostDimension.Service, CostDimension.Resource, CostDimension.Project, CostDimension.Model, "category", "name", "currency"];

    public async Task<PostgreSqlCostGroup> TotalsAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<PostgreSqlCostGroup> groups = await GroupAsync(from, until, [], cancellationToken).ConfigureAwait(false);
        return groups.Count == 0 ? new PostgreSqlCostGroup([], new ExactTotals(), new ExactTotals(), 0, 0) : groups[0];
    }

    public async Task<IReadOnlyList<PostgreSqlCostGroup>> GroupAsync(
        DateTimeOffset from, DateTimeOffset until, IReadOnlyList<string> dimensions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        if (dimensions.Count > MaxDimensions || dimensions.Distinct(StringComparer.Ordinal).Count() < dimensions.Count)
        {
            throw new ArgumentException($"Costs are grouped by at most {MaxDimensions} dimensions, each once; {dimensions.Count} are given.", nameof(dimensions));
        }

        NpgsqlConnection connection = await source.Get(options.Value).OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable connectionScope = connection.ConfigureAwait(false);
        using NpgsqlCommand command = Command(connection);
        command.Parameters.Add(Parameter.Of(from.UtcDateTime));
        command.Parameters.Add(Parameter.Of(until.UtcDateTime));
        string keys = string.Concat(dimensions.Select(dimension => Expression(dimension, command) + ", "));
        string places = string.Concat(Enumerable.Range(1, dimensions.Count).Select(static i => $"{i}, "));
        command.CommandText =
            $"""
            SELECT {keys}kind = 'saving', currency, denominator::text, sum(numerator)::text, count(*), count(*) FILTER (WHERE kind = 'charge' AND status = 'unpriced')
            FROM {PostgreSqlSchema.Quoted(options.Value.Schema)}.v_records
            WHERE event_time >= $1 AND event_time < $2
            GROUP BY {places}kind = 'saving', currency, denominator
            ORDER BY {places}1
            """;
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable readerScope = reader.ConfigureAwait(false);
        return await ReadAsync(reader, dimensions.Count, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<PostgreSqlNode>> NodesAsync(CancellationToken cancellationToken = default)
    {
        NpgsqlConnection connection = await source.Get(options.Value).OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable connectionScope = connection.ConfigureAwait(false);
        using NpgsqlCommand command = Command(connection);
        command.CommandText =
            "SELECT node_id, host, last_sequence, log_sequence, records, duplicates, conflicts, problems, seen_at, extract(epoch FROM clock_timestamp() - seen_at)::double precision "
            + $"FROM {PostgreSqlSchema.Quoted(options.Value.Schema)}.nodes ORDER BY first_seen, node_id";
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable readerScope = reader.ConfigureAwait(false);
        var nodes = new List<PostgreSqlNode>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            nodes.Add(new PostgreSqlNode(
                reader.GetGuid(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6), reader.GetInt64(7),
                new DateTimeOffset(reader.GetDateTime(8)), TimeSpan.FromSeconds(Math.Max(0, reader.GetDouble(9)))));
        }

        return nodes;
    }

    private static async Task<IReadOnlyList<PostgreSqlCostGroup>> ReadAsync(NpgsqlDataReader reader, int keys, CancellationToken cancellationToken)
    {
        var groups = new List<PostgreSqlCostGroup>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            string?[] key = [.. Enumerable.Range(0, keys).Select(i => reader.IsDBNull(i) ? null : reader.GetString(i))];
            if (groups.Count == 0 || !groups[^1].Keys.SequenceEqual(key))
            {
                groups.Add(new PostgreSqlCostGroup(key, new ExactTotals(), new ExactTotals(), 0, 0));
            }

            PostgreSqlCostGroup group = groups[^1];
            groups[^1] = group with { Records = group.Records + reader.GetInt64(keys + 4), Unpriced = group.Unpriced + reader.GetInt64(keys + 5) };
            if (!reader.IsDBNull(keys + 1))
            {
                (reader.GetBoolean(keys) ? group.Savings : group.Costs).Add(ExactMoney.FromPicos(
                    Number(reader.GetString(keys + 3)), Number(reader.GetString(keys + 2)), Currency.Parse(reader.GetString(keys + 1))));
            }
        }

        return groups;
    }

    /// <summary>As text, which every data source can read, whatever conversions it was built with.</summary>
    private static Int128 Number(string text) => Int128.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>Names of columns are ours; what a caller writes goes as a parameter.</summary>
    private static string Expression(string dimension, NpgsqlCommand command)
    {
        if (s_plain.Contains(dimension, StringComparer.Ordinal))
        {
            return dimension;
        }

        switch (dimension)
        {
            case CostDimension.User:
                return "user_name";
            case "node":
                return "node_id::text";
            case "day":
                return "to_char(day, 'YYYY-MM-DD')";
        }

        if (dimension is null || !dimension.StartsWith(CostDimension.TagPrefix, StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"'{PostgreSqlSchema.Shown(dimension ?? "")}' is no dimension; write one of {string.Join(", ", s_plain)}, {CostDimension.User}, node, day, or {CostDimension.TagPrefix} and a tag's name.", nameof(dimension));
        }

        command.Parameters.Add(Parameter.Of(PostgreSqlText.Of(dimension[CostDimension.TagPrefix.Length..])));
        return $"tags ->> ${command.Parameters.Count}";
    }

    private NpgsqlCommand Command(NpgsqlConnection connection) => new() { Connection = connection, CommandTimeout = (int)Math.Ceiling(options.Value.CommandTimeout.TotalSeconds) };
}
