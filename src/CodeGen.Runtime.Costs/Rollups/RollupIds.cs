using System.Globalization;
using Microsoft.Data.Sqlite;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// The numbers of attributions, shapes and series: those that were met lately from memory, others from the database, new ones given. What was given in a transaction that did not end well must be forgotten with
/// this object. Not thread-safe.
/// </summary>
internal sealed class RollupIds : IDisposable
{
    /// <summary>Some 300 bytes each.</summary>
    private const int MostAttributions = 200_000;

    /// <summary>Some 40 bytes each.</summary>
    private const int MostSeries = 1_000_000;

    private readonly Dictionary<CostAttribution, (long Full, long Brief)> _attributions = [];
    private readonly Dictionary<RollupShape, long> _shapes = [];
    private readonly Dictionary<(long Attribution, long Shape), long>[] _series = [[], []];
    private readonly SqliteCommand _findAttribution;
    private readonly SqliteCommand _addAttribution;
    private readonly SqliteCommand _findShape;
    private readonly SqliteCommand _addShape;
    private readonly RollupStatement[] _findSeries;
    private readonly RollupStatement[] _addSeries;

    public RollupIds(SqliteConnection connection)
    {
        _findAttribution = connection.Command("SELECT id FROM attribution WHERE encoded = $encoded", ("$encoded", null));
        _addAttribution = connection.Command("INSERT INTO attribution (encoded) VALUES ($encoded) RETURNING id", ("$encoded", null));
        string[] columns = RollupSchema.ShapeColumns.Split(", ");
        (string, object?)[] parameters = [.. columns.Select(static column => ("$" + column, (object?)null))];
        _findShape = connection.Command($"SELECT id FROM shape WHERE {string.Join(" AND ", columns.Select(static column => $"{column} = ${column}"))}", parameters);
        _addShape = connection.Command($"INSERT INTO shape ({RollupSchema.ShapeColumns}) VALUES ({string.Join(", ", columns.Select(static column => "$" + column))}) RETURNING id", parameters);
        RollupDetail[] details = [RollupDetail.Full, RollupDetail.Brief];
        _findSeries = [.. details.Select(detail => new RollupStatement(connection, $"SELECT id FROM {RollupTable.SeriesOf(detail)} WHERE attribution = ?1 AND shape = ?2"))];
        _addSeries = [.. details.Select(detail => new RollupStatement(connection, $"INSERT INTO {RollupTable.SeriesOf(detail)} (attribution, shape) VALUES (?1, ?2) RETURNING id"))];
    }

    /// <summary>The number of a series, and of the one that it belongs to when users, resources and tags are left out.</summary>
    public (long Full, long Brief) Of(in RollupSeries series, SqliteTransaction transaction)
    {
        (long full, long brief) = Of(series.Attribution, transaction);
        long shape = Of(series.Shape, transaction);
        return (Of(RollupDetail.Full, full, shape), Of(RollupDetail.Brief, brief, shape));
    }

    public void Dispose()
    {
        foreach (IDisposable statement in (IDisposable[])[_findAttribution, _addAttribution, _findShape, _addShape, .. _findSeries, .. _addSeries])
        {
            statement.Dispose();
        }
    }

    private long Of(RollupDetail detail, long attribution, long shape)
    {
        Dictionary<(long, long), long> known = _series[(int)detail];
        if (known.TryGetValue((attribution, shape), out long id))
        {
            return id;
        }

        Forget(known, MostSeries);
        return known[(attribution, shape)] = First(_findSeries[(int)detail].Bind(attribution, shape)) ?? First(_addSeries[(int)detail].Bind(attribution, shape))!.Value;
    }

    private long Of(in RollupShape shape, SqliteTransaction transaction)
    {
        if (_shapes.TryGetValue(shape, out long id))
        {
            return id;
        }

        Forget(_shapes, MostAttributions);
        ReadOnlySpan<object?> values =
        [
            (long)shape.Category, (long)shape.Use, shape.Item, shape.Line, shape.Unit, (long)shape.Kind, (long)shape.Status, (long)shape.Currency.Letters,
            shape.AmountParts.ToString(CultureInfo.InvariantCulture), shape.QuantityParts.ToString(CultureInfo.InvariantCulture),
        ];
        return _shapes[shape] = Scalar(_findShape, transaction, values) ?? Scalar(_addShape, transaction, values)!.Value;
    }

    private (long Full, long Brief) Of(CostAttribution attribution, SqliteTransaction transaction)
    {
        if (_attributions.TryGetValue(attribution, out (long, long) ids))
        {
            return ids;
        }

        Forget(_attributions, MostAttributions);
        long full = Number(attribution, transaction);
        var brief = new CostAttribution { Service = attribution.Service, Project = attribution.Project, Model = attribution.Model };
        return _attributions[attribution] = (full, brief == attribution ? full : Number(brief, transaction));
    }

    private long Number(CostAttribution attribution, SqliteTransaction transaction)
    {
        byte[] encoded = attribution.Encoded.ToArray();
        return Scalar(_findAttribution, transaction, [encoded]) ?? Scalar(_addAttribution, transaction, [encoded])!.Value;
    }

    private static void Forget<TKey, TValue>(Dictionary<TKey, TValue> known, int most)
        where TKey : notnull
    {
        if (known.Count >= most)
        {
            known.Clear();
        }
    }

    private static long? First(RollupStatement statement)
    {
        long? id = statement.Step() ? statement.Number(0) : null;
        statement.Reset();
        return id;
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
