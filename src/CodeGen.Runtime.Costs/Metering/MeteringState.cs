namespace CodeGen.Runtime.Costs;

/// <summary>What metering knows of all that was booked: the sums, what was used of meters, and which values of dimensions have a place. Read from the ledger when it is opened.</summary>
internal sealed class MeteringState
{
    public MeteringState(LedgerLog log, CostMeteringOptions options, CostAttributionOptions attribution)
    {
        Log = log;
        Limiter = new CardinalityLimiter(attribution);
        Quantities = new MeteredQuantities(BudgetPeriod.Monthly(options.BillingZone));
        var attributions = new AttributionCache();
        using LedgerReader reader = log.Read(0);
        for (ReadOutcome outcome = reader.Read(); outcome != ReadOutcome.End; outcome = reader.Read())
        {
            if (outcome == ReadOutcome.Record && CostRecordFormat.IsCost(reader.Current.Kind))
            {
                Take(reader.Current, reader.Payload, attributions);
            }
        }
    }

    public LedgerLog Log { get; }

    public CostSums Sums { get; } = new();

    public MeteredQuantities Quantities { get; }

    public CardinalityLimiter Limiter { get; }

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
