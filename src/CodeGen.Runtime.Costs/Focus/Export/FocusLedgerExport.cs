using System.Runtime.InteropServices;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// Turns a billing period of the ledger into rows, day by day, so that no more than a day's rows are in memory: one row for each hour, meter of a SKU and attribution. Used once.
/// </summary>
internal sealed class FocusLedgerExport
{
    private readonly LedgerLog _log;
    private readonly PriceBook _prices;
    private readonly FocusExportOptions _options;
    private readonly RollupCalendar _calendar;
    private readonly BudgetWindow _month;
    private readonly FocusRowMaker _maker;
    private readonly PriceBook _published;
    private readonly AttributionCache _attributions = new();
    private readonly ExactTotals _exact = new();
    private readonly MoneyTotals _written = new();
    private readonly SortedDictionary<string, long> _unpriced = new(StringComparer.Ordinal);
    private readonly CancellationToken _cancellationToken;
    private Dictionary<FocusRowKey, FocusRowSum> _rows = [];
    private long _count;

    public FocusLedgerExport(LedgerLog log, PriceBook prices, TimeProvider time, FocusExportOptions options, string billingZone, DateOnly month, CancellationToken cancellationToken)
    {
        (_log, _prices, _options, _cancellationToken) = (log, prices, options, cancellationToken);
        _calendar = new RollupCalendar(billingZone);
        _month = _calendar.WindowOf(RollupLevel.Month, new ZoneClock(billingZone).StartOf(month));
        _maker = new FocusRowMaker(options, new FocusPeriod(_month.Start, _month.End));
        _published = new PriceBook(new PriceBookOptions(), time);
    }

    public async Task<FocusExport> WriteAsync(IFocusWriter writer)
    {
        FocusLedgerIndex index = FocusLedgerIndex.Of(_log, _calendar, _month, _cancellationToken);
        foreach ((long day, (long first, long last)) in index.Days)
        {
            AddDay(index, day, first, last);
            await WriteRowsAsync(writer).ConfigureAwait(false);
        }

        foreach (CostRecord correction in index.Later)
        {
            AddLater(correction);
        }

        await WriteRowsAsync(writer).ConfigureAwait(false);
        foreach (Money total in _exact.Totals)
        {
            Money rest = total - _written[total.Currency];
            if (!rest.IsZero)
            {
                await WriteAsync(writer, _maker.Rounding(rest)).ConfigureAwait(false);
            }
        }

        return new FocusExport(
            new FocusPeriod(_month.Start, _month.End), _count, _exact.Totals, [.. _unpriced.Select(static pair => new UnpricedUse(pair.Key, pair.Value))], index.Problems);
    }

    private void AddDay(FocusLedgerIndex index, long day, long first, long last)
    {
        using LedgerReader reader = _log.Read(first);
        for (ReadOutcome outcome = reader.Read(); outcome != ReadOutcome.End; outcome = reader.Read())
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (outcome != ReadOutcome.Record)
            {
                continue;
            }

            if (reader.Current.Sequence > last)
            {
                return;
            }

            // What is of another day need not be read whole.
            var time = new DateTimeOffset(reader.Current.EventTicks, TimeSpan.Zero);
            if ((LedgerRecordKind)reader.Current.Kind != LedgerRecordKind.Charge || _calendar.BucketOf(RollupLevel.Day, time) != day)
            {
                continue;
            }

            _ = CostLedger.TryEntry(reader, outcome, _attributions, out CostLedgerEntry entry);
            if (entry.IsRecord)
            {
                AddCharge(entry.Record, index.Within.GetValueOrDefault(entry.Record.Sequence));
            }
            else
            {
                index.Problems.Add(entry.Problem.Message);
            }
        }
    }

    private void AddCharge(CostRecord charge, List<CostRecord>? corrections)
    {
        FocusNetCharge net = FocusNetCharge.Of(charge, corrections);
        if (net.Unpriced)
        {
            string item = charge.Use.ToString();
            _unpriced[item] = _unpriced.GetValueOrDefault(item) + 1;
        }

        PricedUsage list = net is { IsAsCharged: true, Layer: PriceLayer.Contract } && charge.Use.Kind == CostUseKind.Model
            ? _published.Price(charge.Use.ServedRef with { At = charge.EventTime }, charge.Use.UsageRef, UnknownModelPolicy.Unpriced)
            : default;
        FocusRowKey key = Key(FocusRowKind.Usage, charge, net.Status, net.Version);
        foreach (CostLine line in net.Lines)
        {
            Add(key, line, ListOf(list, line), charge.Use);
        }

        foreach ((CostRecord correction, CostLine line) in net.ByHand)
        {
            Add(Key(FocusRowKind.ByHand, correction, PriceStatus.Priced, PriceVersion.None), line, line.Amount, default);
        }
    }

    private void AddLater(CostRecord correction)
    {
        foreach (CostLine line in correction.Lines.Where(static line => line.Amount.Currency != Currency.None))
        {
            bool byHand = line.Unit == CostLine.AdjustmentUnit;
            Add(Key(byHand ? FocusRowKind.ByHandLater : FocusRowKind.Correction, correction, correction.Status, correction.PriceVersion), line, line.Amount, correction.Use);
        }
    }

    private void Add(in FocusRowKey of, CostLine line, ExactMoney list, CostUse use)
    {
        bool isTakenBack = line.Quantity.Numerator < 0 || line.Amount.Numerator < 0;
        FocusRowKey key = of with { Line = line.Name, Unit = line.Unit, Currency = line.Amount.Currency, IsTakenBack = isTakenBack };
        ref FocusRowSum? sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, key, out _);
        (sum ??= new FocusRowSum()).Add(line, list, Used(line, use));
        _exact.Add(line.Amount);
    }

    /// <summary>Durations are measured in seconds, whatever they are priced by.</summary>
    private static (Int128 Numerator, Int128 Denominator) Used(CostLine line, CostUse use)
    {
        if (use.Name is null || use.Quantity.Dimension != MeterDimension.Seconds || line.Quantity == default)
        {
            Int128 seconds = line.Unit switch { "minute" => 60, "hour" => 3_600, _ => 1 };
            return (line.Quantity.Numerator * seconds, line.Quantity.Denominator);
        }

        return (line.Quantity.Numerator < 0 ? -use.Quantity.Numerator : use.Quantity.Numerator, use.Quantity.Denominator);
    }

    private static ExactMoney ListOf(in PricedUsage list, CostLine line) =>
        list.IsPriced && list.Currency == line.Amount.Currency && TokenKinds.TryParse(line.Name, out TokenKind kind) ? list.AmountOf(kind) : line.Amount;

    private FocusRowKey Key(FocusRowKind kind, CostRecord record, PriceStatus status, PriceVersion version)
    {
        CostUse use = record.Use;
        return new FocusRowKey(
            kind,
            _calendar.BucketOf(RollupLevel.Hour, record.EventTime),
            record.Attribution,
            use.Category,
            use.Kind,
            use.Kind == CostUseKind.Fee ? use.Served!.Value.Model : use.Name,
            _options.ProviderOf?.Invoke(record) ?? (use.Served is { } served ? served.Provider ?? _prices.ProviderOf(served) : null),
            use.Served?.Geo,
            string.Empty,
            string.Empty,
            default,
            status,
            version,
            false);
    }

    private async Task WriteRowsAsync(IFocusWriter writer)
    {
        foreach ((FocusRowKey key, FocusRowSum sum) in _rows.OrderBy(static pair => pair.Key.Hour))
        {
            await WriteAsync(writer, _maker.Of(key, sum)).ConfigureAwait(false);
        }

        _rows = [];
    }

    private async ValueTask WriteAsync(IFocusWriter writer, FocusRow row)
    {
        await writer.WriteAsync(row, _cancellationToken).ConfigureAwait(false);
        _written.Add(row.BilledCost);
        _count++;
    }
}
