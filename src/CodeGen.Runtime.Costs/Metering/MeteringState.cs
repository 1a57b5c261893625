using Microsoft.Data.Sqlite;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// What metering knows of all that was booked: the sums, what was used of meters, and which values of dimensions have a place. Taken from the roll-ups as far as they go and from the ledger behind them,
/// which comes to the same as the whole ledger.
/// </summary>
internal sealed class MeteringState
{
    public MeteringState(LedgerLog log, CostMeteringOptions options, CostAttributionOptions attribution, RollupSnapshot? before = null)
    {
        Log = log;
        ChargeIds = LeftCharges.ProcessOf(log.Node);
        Limiter = new CardinalityLimiter(attribution);
        Quantities = new MeteredQuantities(BudgetPeriod.Monthly(options.BillingZone));
        if (before is not null)
        {
            Take(before);
        }

        var attributions = new AttributionCache();
        using LedgerReader reader = log.Read(before?.State.Next ?? 0);
        for (ReadOutcome outcome = reader.Read(); outcome != ReadOutcome.End; outcome = reader.Read())
        {
            if (outcome == ReadOutcome.Record && CostRecordFormat.IsCost(reader.Current.Kind))
            {
                Take(reader.Current, reader.Payload, attributions);
            }
        }
    }

    /// <summary>Begins from the roll-ups where they can be read.</summary>
    public static MeteringState Of(RollupStore rollups, CostAttributionOptions attribution)
    {
        RollupSnapshot? before = null;
        using (RollupReading? reading = rollups.TryRead())
        {
            try
            {
                before = reading is null ? null : RollupSnapshot.Read(reading.Database, reading.State);
            }
            catch (Exception e) when (e is SqliteException or InvalidDataException or FormatException)
            {
                RollupLog.NotRead(rollups.Logger, e, rollups.Path);
            }
        }

        return new MeteringState(rollups.Log, rollups.Options, attribution, before);
    }

    public LedgerLog Log { get; }

    /// <summary>The first part of the ids under which budgets book charges of this ledger.</summary>
    public ulong ChargeIds { get; }

    public CostSums Sums { get; } = new();

    public MeteredQuantities Quantities { get; }

    public CardinalityLimiter Limiter { get; }

    private void Take(RollupSnapshot before)
    {
        foreach ((CostCategory category, CostRecordKind kind, PriceStatus status, long records, ExactMoney amount) in before.Totals)
        {
            Sums.Add(kind, category, status, amount, records);
        }

        foreach ((RollupMeter meter, MeterQuantity quantity) in before.Metered)
        {
            _ = Quantities.Of(meter.Name, meter.Dimension, new DateTimeOffset(meter.Period, TimeSpan.Zero)).Take(quantity);
        }

        foreach (CostAttribution attribution in before.Attributions)
        {
            _ = Limiter.Limit(attribution);
        }
    }

    private void Take(in RecordHeader header, ReadOnlySpan<byte> payload, AttributionCache attributions)
    {
        CostRecord record;
        try
        {
            record = CostRecordFormat.Read(header, payload, attributions);
        }
        catch (UnreadableRecordException)
        {
            // Readers of the ledger tell it by name; sums that leave it out are the best there is.
            return;
        }

        Sums.Add(record.Kind, record.Use.Category, record.Status, record.Amount);
        _ = Limiter.Limit(record.Attribution);
        if (record.Kind == CostRecordKind.Charge && record.Use.Kind == CostUseKind.Meter)
        {
            _ = Quantities.Of(record.Use.Name, record.Use.Quantity.Dimension, record.EventTime).Take(record.Use.Quantity);
        }
    }
}
