using System.Globalization;
using Microsoft.Data.Sqlite;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// The numbers of attributions and series: those that were met lately from memory, others from the database, new ones given. What was given in a transaction that did not end well must be forgotten with this
/// object. Not thread-safe.
/// </summary>
internal sealed class RollupIds : IDisposable
{
    /// <summary>Some 300 bytes each.</summary>
    private const int Most = 200_000;

    private readonly Dictionary<CostAttribution, long> _attributions = [];
    private readonly Dictionary<RollupSeries, long> _series = [];
    private readonly SqliteCommand _findAttribution;
    private readonly SqliteCommand _addAttribution;
    private readonly SqliteCommand _addTag;
    private readonly SqliteCommand _findSeries;
    private readonly SqliteCommand _addSeries;

    public RollupIds(SqliteConnection connection)
    {
        _findAttribution = connection.Command("SELECT id FROM attribution WHERE encoded = $encoded", ("$encoded", null));
        _addAttribution = connection.Command(
            "INSERT INTO attribution (encoded, service, resource, user, project, model) VALUES ($encoded, $service, $resource, $user, $project, $model) RETURNING id",
            ("$encoded", null), ("$service", null), ("$resource", null), ("$user", null), ("$project", null), ("$model", null));
        _addTag = connection.Command("INSERT INTO tag (attribution, name, value) VALUES ($attribution, $name, $value)", ("$attribution", null), ("$name", null), ("$value", null));
        string[] columns = RollupSchema.SeriesColumns.Split(", ");
        (string, object?)[] parameters = [.. columns.Select(static column => ("$" + column, (object?)null))];
        _findSeries = connection.Command($"SELECT id FROM series WHERE {string.Join(" AND ", columns.Select(static column => $"{column} = ${column}"))}", parameters);
        _addSeries = connection.Command($"INSERT INTO series ({RollupSchema.SeriesColumns}) VALUES ({string.Join(", ", columns.Select(static column => "$" + column))}) RETURNING id", parameters);
    }

    public long Of(in RollupSeries series, SqliteTransaction transaction)
    {
        if (_series.TryGetValue(series, out long id))
        {
            return id;
        }

        if (_series.Count >= Most)
        {
            _series.Clear();
        }

        ReadOnlySpan<object?> values =
        [
            Of(series.Attribution, transaction), (long)series.Category, (long)series.Use, series.Item, series.Line, series.Unit, (long)series.Kind, (long)series.Status, (long)series.Currency.Letters,
            series.AmountParts.ToString(CultureInfo.InvariantCulture), series.QuantityParts.ToString(CultureInfo.InvariantCulture),
        ];
        return _series[series] = Scalar(_findSeries, transaction, values) ?? Scalar(_addSeries, transaction, values)!.Value;
    }

    public void Dispose()
    {
        foreach (SqliteCommand command in (ReadOnlySpan<SqliteCommand>)[_findAttribution, _addAttribution, _addTag, _findSeries, _addSeries])
        {
            command.Dispose();
        }
    }

    private long Of(CostAttribution attribution, SqliteTransaction transaction)
    {
        if (_attributions.TryGetValue(attribution, out long id))
        {
            return id;
        }

        if (_attributions.Count >= Most)
        {
            _attributions.Clear();
        }

        byte[] encoded = attribution.Encoded.ToArray();
        if (Scalar(_findAttribution, transaction, [encoded]) is { } known)
        {
            return _attributions[attribution] = known;
        }

        id = Scalar(_addAttribution, transaction, [encoded, attribution.Service, attribution.Resource, attribution.User, attribution.Project, attribution.Model])!.Value;
        foreach (CostTag tag in attribution.Tags)
        {
            _ = Scalar(_addTag, transaction, [id, tag.Name, tag.Value]);
        }

        return _attributions[attribution] = id;
    }

    private static long? Scalar(SqliteCommand command, SqliteTransaction transaction, ReadOnlySpan<object?> values)
    {
        command.Transaction = transaction;
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return (long?)command.ExecuteScalar();
    }
}
