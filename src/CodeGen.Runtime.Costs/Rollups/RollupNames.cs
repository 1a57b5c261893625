using System.Globalization;
using Microsoft.Data.Sqlite;

namespace CodeGen.Runtime.Costs;

/// <summary>What the numbers of a database stand for.</summary>
internal static class RollupNames
{
    /// <exception cref="InvalidDataException">The database says what cannot be.</exception>
    public static Dictionary<long, RollupShape> Shapes(SqliteConnection connection)
    {
        using SqliteCommand command = connection.Command($"SELECT id, {RollupSchema.ShapeColumns} FROM shape");
        using SqliteDataReader reader = command.ExecuteReader();
        var shapes = new Dictionary<long, RollupShape>();
        while (reader.Read())
        {
            shapes[reader.GetInt64(0)] = new RollupShape(
                (CostCategory)reader.GetInt64(1),
                (CostUseKind)reader.GetInt64(2),
                reader.GetString(3),
                reader.GetString(4),
                reader.GetString(5),
                (CostRecordKind)reader.GetInt64(6),
                (PriceStatus)reader.GetInt64(7),
                RollupSnapshot.CurrencyOf(reader.GetInt64(8)),
                Int128.Parse(reader.GetString(9), CultureInfo.InvariantCulture),
                Int128.Parse(reader.GetString(10), CultureInfo.InvariantCulture));
        }

        return shapes;
    }

    /// <summary>Goes over all series in the order of their numbers.</summary>
    /// <exception cref="InvalidDataException">The database says what cannot be.</exception>
    public static IEnumerable<(long Id, RollupSeries Series)> Series(SqliteConnection connection, RollupDetail detail)
    {
        Dictionary<long, RollupShape> shapes = Shapes(connection);
        using var statement = new RollupStatement(
            connection, $"SELECT s.id, s.attribution, s.shape, a.encoded FROM {RollupTable.SeriesOf(detail)} s JOIN attribution a ON a.id = s.attribution ORDER BY s.id");
        (long id, CostAttribution attribution) = (0, CostAttribution.Empty);
        for (bool isRow = statement.Bind().Step(); isRow; isRow = statement.Step())
        {
            // The lines of a record follow each other.
            if (statement.Number(1) is var next && next != id)
            {
                (id, attribution) = (next, Decode(statement.Bytes(3)));
            }

            yield return (statement.Number(0), new RollupSeries(attribution, shapes[statement.Number(2)]));
        }
    }

    /// <exception cref="InvalidDataException">The bytes are none.</exception>
    public static CostAttribution Decode(ReadOnlySpan<byte> encoded)
    {
        try
        {
            return AttributionCodec.Decode(encoded);
        }
        catch (UnreadableRecordException e)
        {
            throw new InvalidDataException($"The roll-up database has an attribution that cannot be read: {e.Message}.", e);
        }
    }
}
