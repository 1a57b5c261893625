using System.Globalization;
using Microsoft.Data.Sqlite;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Writes batches into a database: sums and cursor in one transaction, so that a record is in the sums when the cursor is behind it, and not before. After an error it must be thrown away. Not thread-safe.
/// </summary>
internal sealed class RollupWriter : IDisposable
{
    private readonly RollupDatabase _database;
    private readonly Action<RollupStep>? _probe;
    private readonly bool _isCarried;
    private readonly RollupIds _ids;
    private readonly RollupCellWriter[] _tables;

    public RollupWriter(RollupDatabase database, RollupState state, Action<RollupStep>? probe, bool isCarried = false)
    {
        (_database, State, _probe, _isCarried) = (database, state, probe, isCarried);
        _ids = new RollupIds(database.Connection);
        _tables = [.. RollupTable.All.Select(table => new RollupCellWriter(database.Connection, table))];
    }

    /// <summary>What the database says.</summary>
    public RollupState State { get; private set; }

    /// <summary>Adds a batch, and deletes what levels need not keep any longer.</summary>
    /// <exception cref="SqliteException">It could not be written; nothing of it is.</exception>
    public void Write(RollupBatch batch, RollupFloors floors)
    {
        SqliteConnection connection = _database.Connection;
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        _probe?.Invoke(RollupStep.Begun);
        long[] full = new long[batch.Series.Count];
        long[] brief = new long[full.Length];
        for (int i = 0; i < full.Length; i++)
        {
            (full[i], brief[i]) = _ids.Of(batch.Series[i], transaction);
        }

        _probe?.Invoke(RollupStep.Series);
        foreach (RollupCellWriter table in _tables)
        {
            RollupLevel level = table.Table.Level;
            table.Add(batch.CellsOf(level), table.Table.Detail == RollupDetail.Full ? full : brief);
            if (floors[level] > State.Floors[level])
            {
                table.Forget(floors[level]);
            }
        }

        _probe?.Invoke(RollupStep.Sums);
        WriteTotals(batch.Totals, transaction);
        WriteMetered(batch.Metered, transaction);
        WriteDays(batch.Days, transaction);
        _probe?.Invoke(RollupStep.Totals);
        RollupState state = State with { Next = batch.Next, LastEvent = batch.LastEvent, Unreadable = State.Unreadable + batch.Unreadable, Floors = floors };
        state = _isCarried ? state with { Carried = state.Next - 1 } : state;
        _database.WriteState(state);
        _probe?.Invoke(RollupStep.Cursor);
        transaction.Commit();
        State = state;
        _probe?.Invoke(RollupStep.Committed);
    }

    public void Dispose()
    {
        _ids.Dispose();
        foreach (RollupCellWriter table in _tables)
        {
            table.Dispose();
        }
    }

    private void WriteTotals(RollupTotals totals, SqliteTransaction transaction)
    {
        foreach (((CostCategory category, CostRecordKind kind, PriceStatus status, Currency currency, Int128 parts), (long records, RollupSum amount)) in totals.Sums)
        {
            using SqliteCommand command = _database.Connection.Command(
                RollupSchema.AddTotal,
                ("$category", (long)category),
                ("$kind", (long)kind),
                ("$status", (long)status),
                ("$currency", (long)currency.Letters),
                ("$parts", parts.ToString(CultureInfo.InvariantCulture)),
                ("$records", records),
                ("$a2", amount.High),
                ("$a1", amount.Middle),
                ("$a0", amount.Low));
            command.Transaction = transaction;
            command.ExecuteNonQuery();
        }
    }

    private void WriteMetered(Dictionary<RollupMeter, MeterQuantity> metered, SqliteTransaction transaction)
    {
        foreach ((RollupMeter meter, MeterQuantity quantity) in metered)
        {
            MeterQuantity sum = Metered(meter, transaction).Plus(quantity);
            using SqliteCommand command = _database.Connection.Command(
                "INSERT OR REPLACE INTO metered (meter, period, dimension, numerator, denominator) VALUES ($meter, $period, $dimension, $numerator, $denominator)",
                ("$meter", meter.Name),
                ("$period", meter.Period),
                ("$dimension", (long)meter.Dimension),
                ("$numerator", sum.Numerator.ToString(CultureInfo.InvariantCulture)),
                ("$denominator", sum.Denominator.ToString(CultureInfo.InvariantCulture)));
            command.Transaction = transaction;
            command.ExecuteNonQuery();
        }
    }

    private MeterQuantity Metered(RollupMeter meter, SqliteTransaction transaction)
    {
        using SqliteCommand command = _database.Connection.Command(
            "SELECT numerator, denominator FROM metered WHERE meter = $meter AND period = $period AND dimension = $dimension",
            ("$meter", meter.Name),
            ("$period", meter.Period),
            ("$dimension", (long)meter.Dimension));
        command.Transaction = transaction;
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read() ? RollupSnapshot.Quantity(reader.GetString(0), reader.GetString(1), (byte)meter.Dimension) : default;
    }

    private void WriteDays(Dictionary<long, (long First, long Last)> days, SqliteTransaction transaction)
    {
        foreach ((long day, (long first, long last)) in days)
        {
            using SqliteCommand command = _database.Connection.Command(
                "INSERT INTO records (day, first, last) VALUES ($day, $first, $last) ON CONFLICT (day) DO UPDATE SET first = MIN(first, excluded.first), last = MAX(last, excluded.last)",
                ("$day", day),
                ("$first", first),
                ("$last", last));
            command.Transaction = transaction;
            command.ExecuteNonQuery();
        }
    }
}
