using System.Globalization;
using System.Numerics;
using Microsoft.Data.Sqlite;

namespace CodeGen.Runtime.Costs;

/// <summary>What metering needs to know of all records before the cursor, so that it need not read them. Immutable.</summary>
internal sealed class RollupSnapshot
{
    private RollupSnapshot(RollupState state) => State = state;

    public RollupState State { get; }

    public List<(CostCategory Category, CostRecordKind Kind, PriceStatus Status, long Records, ExactMoney Amount)> Totals { get; } = [];

    public List<(RollupMeter Meter, MeterQuantity Quantity)> Metered { get; } = [];

    /// <summary>In the order in which they came first.</summary>
    public List<CostAttribution> Attributions { get; } = [];

    /// <summary>Needs a transaction, so that all of it is of one moment.</summary>
    /// <exception cref="SqliteException">The database cannot be read.</exception>
    /// <exception cref="InvalidDataException">It says what cannot be.</exception>
    public static RollupSnapshot Read(RollupDatabase database, RollupState state)
    {
        var snapshot = new RollupSnapshot(state);
        snapshot.ReadTotals(database.Connection);
        snapshot.ReadMetered(database.Connection);
        snapshot.ReadAttributions(database.Connection);
        return snapshot;
    }

    public static MeterQuantity Quantity(string numerator, string denominator, byte dimension) =>
        MeterQuantity.TryRead(Int128.Parse(numerator, CultureInfo.InvariantCulture), Int128.Parse(denominator, CultureInfo.InvariantCulture), dimension, out MeterQuantity quantity)
            ? quantity
            : throw new InvalidDataException($"The roll-up database has a quantity of {numerator}/{denominator}, dimension {dimension}, which cannot be.");

    public static Currency CurrencyOf(long letters) => letters is >= 0 and <= uint.MaxValue && Currency.TryFromLetters((uint)letters, out Currency currency)
        ? currency
        : throw new InvalidDataException($"The roll-up database has a currency {letters}, which is no code.");

    private void ReadTotals(SqliteConnection connection)
    {
        using SqliteCommand command = connection.Command("SELECT category, kind, status, currency, parts, records, a2, a1, a0 FROM total");
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            BigInteger sum = new RollupSum(reader.GetInt64(6), reader.GetInt64(7), reader.GetInt64(8)).Value;
            ExactMoney amount = Fraction.Reduce(sum, BigInteger.Parse(reader.GetString(4), CultureInfo.InvariantCulture), CurrencyOf(reader.GetInt64(3)));
            Totals.Add(((CostCategory)reader.GetInt64(0), (CostRecordKind)reader.GetInt64(1), (PriceStatus)reader.GetInt64(2), reader.GetInt64(5), amount));
        }
    }

    private void ReadMetered(SqliteConnection connection)
    {
        using SqliteCommand command = connection.Command("SELECT meter, period, dimension, numerator, denominator FROM metered");
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            byte dimension = reader.GetByte(2);
            Metered.Add((new RollupMeter(reader.GetString(0), reader.GetInt64(1), (MeterDimension)dimension), Quantity(reader.GetString(3), reader.GetString(4), dimension)));
        }
    }

    private void ReadAttributions(SqliteConnection connection)
    {
        using SqliteCommand command = connection.Command("SELECT encoded FROM attribution ORDER BY id");
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            Attributions.Add(RollupNames.Decode(reader.GetFieldValue<byte[]>(0)));
        }
    }
}
