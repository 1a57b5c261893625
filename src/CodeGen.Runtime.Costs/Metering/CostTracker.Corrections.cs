namespace CodeGen.Runtime.Costs;

/// <content>What is booked about charges that were booked before. They are never changed.</content>
internal sealed partial class CostTracker
{
    /// <summary>Reversals and repricings book what is missing to a state they have read: two at once would both book it.</summary>
    private readonly SemaphoreSlim _correcting = new(1, 1);

    public CostReceipt Adjust(long sequence, Money difference, string reason, Guid? eventId = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        CostRecord charge = Charge(sequence);
        CostLine[] lines = [new CostLine("adjustment", CostLine.AdjustmentUnit, default, ExactMoney.Of(difference))];
        return Correct(State, charge, AdjustmentKind.Amount, reason, PriceStatus.Priced, null, PriceVersion.None, difference.Currency, lines, eventId);
    }

    public async ValueTask<CostReceipt?> ReverseAsync(long sequence, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        await _correcting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await TakeBackAsync(Charge(sequence), reason, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _correcting.Release();
        }
    }

    public async ValueTask<Repricing> RepriceAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        await _correcting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await PriceAgainAsync(from, until, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _correcting.Release();
        }
    }

    public void Dispose() => _correcting.Dispose();

    private async Task<CostReceipt?> TakeBackAsync(CostRecord charge, string reason, CancellationToken cancellationToken)
    {
        var left = new CorrectedCharge(charge);
        await foreach (CostLedgerEntry entry in CostLedger.ReadAsync(State.Log, charge.Sequence + 1, follow: false, cancellationToken).ConfigureAwait(false))
        {
            if (entry.Record is { Kind: CostRecordKind.Adjustment } correction && correction.Corrects == charge.Id)
            {
                left.Apply(correction);
            }
        }

        CostReceipt? receipt = null;
        foreach ((Currency currency, CostLine[] lines) in left.Reversal())
        {
            // Amounts of a charge that had no price came with its corrections: they are amounts, whatever the charge says.
            PriceStatus status = currency == Currency.None ? PriceStatus.Unpriced : charge.Status == PriceStatus.Unpriced ? PriceStatus.Priced : charge.Status;
            receipt = Correct(State, charge, AdjustmentKind.Reversal, reason, status, charge.PriceLayer, charge.PriceVersion, currency, lines, null);
        }

        return receipt;
    }

    private async Task<Repricing> PriceAgainAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        MeteringState state = State;
        long end = state.Log.LastSequence;
        Dictionary<long, CorrectedCharge> corrected = await CorrectionsAsync(state, from, until, end, cancellationToken).ConfigureAwait(false);
        long charges = 0;
        long changed = 0;
        long unpriced = 0;
        var differences = new ExactTotals();
        var metered = new MeteredQuantities(state.Quantities.Billing);
        await foreach (CostLedgerEntry entry in CostLedger.ReadAsync(state.Log, 0, follow: false, cancellationToken).ConfigureAwait(false))
        {
            if (entry.Record is not { Kind: CostRecordKind.Charge } charge || charge.Sequence > end)
            {
                continue;
            }

            // Also of charges outside the time: those before it in its first billing period decide about allowances.
            MeterQuantity before = charge.Use.Kind == CostUseKind.Meter ? metered.Of(charge.Use.Name, charge.Use.Quantity.Dimension, charge.EventTime).Take(charge.Use.Quantity) : default;
            if (charge.EventTime < from || charge.EventTime >= until)
            {
                continue;
            }

            charges++;
            if (charge.Use.Kind == CostUseKind.Stated)
            {
                continue;
            }

            CorrectedCharge now = corrected.GetValueOrDefault(charge.Sequence) ?? new CorrectedCharge(charge);
            if (now.IsReversed)
            {
                continue;
            }

            PricedAgain price = PricedAgain.Of(_prices, charge, before);
            if (!price.IsPriced)
            {
                unpriced++;
                continue;
            }

            foreach ((Currency currency, CostLine[] lines) in now.DifferenceTo(price))
            {
                CostReceipt receipt = Correct(state, charge, AdjustmentKind.Repricing, null, price.Status, price.Layer, price.Version, currency, lines, null);
                differences.Add(receipt.Exact);
                changed += currency == price.Currency ? 1 : 0;
            }
        }

        return new Repricing(charges, changed, unpriced, differences.Totals);
    }

    private static async Task<Dictionary<long, CorrectedCharge>> CorrectionsAsync(MeteringState state, DateTimeOffset from, DateTimeOffset until, long end, CancellationToken cancellationToken)
    {
        var corrected = new Dictionary<long, CorrectedCharge>();
        await foreach (CostLedgerEntry entry in CostLedger.ReadAsync(state.Log, 0, follow: false, cancellationToken).ConfigureAwait(false))
        {
            if (entry.Record is { Kind: CostRecordKind.Adjustment, CorrectsSequence: { } sequence } correction
                && correction.Sequence <= end && correction.EventTime >= from && correction.EventTime < until)
            {
                if (!corrected.TryGetValue(sequence, out CorrectedCharge? charge))
                {
                    if (CostLedger.Find(state.Log, sequence) is not { } original)
                    {
                        continue;
                    }

                    corrected[sequence] = charge = new CorrectedCharge(original);
                }

                charge.Apply(correction);
            }
        }

        return corrected;
    }

    private CostRecord Charge(long sequence) => CostLedger.Find(State.Log, sequence) is { Kind: CostRecordKind.Charge } charge
        ? charge
        : throw new ArgumentException($"Record {sequence} of the ledger is no charge that can be read. Corrections name the place of a charge, as its receipt does.", nameof(sequence));

    private CostReceipt Correct(
        MeteringState state,
        CostRecord charge,
        AdjustmentKind kind,
        string? reason,
        PriceStatus status,
        PriceLayer? layer,
        PriceVersion version,
        Currency currency,
        CostLine[] lines,
        Guid? eventId)
    {
        string? clean = AttributionText.Clean(reason);
        CostUse use = charge.Use;
        byte[] bytes = System.Buffers.ArrayPool<byte>.Shared.Rent(CostRecordFormat.RoomFor(use, charge.Attribution, clean, lines));
        try
        {
            var writer = new PayloadWriter(bytes);
            CostRecordFormat.WriteEvent(ref writer, use, charge.Attribution, charge.Hold);
            CostRecordFormat.WriteCorrection(ref writer, kind, charge.Id, charge.Sequence);
            writer.Text(clean);
            CostRecordFormat.WritePrice(ref writer, status, layer, version, currency, lines);
            LedgerAppend appended = eventId is { } id
                ? state.Log.AppendOnce(EventId.FromGuid(id), (byte)CostRecordKind.Adjustment, charge.EventTime, writer.Written)
                : state.Log.Append((byte)CostRecordKind.Adjustment, charge.EventTime, writer.Written);
            if (appended.Status == LedgerAppendStatus.Repeated)
            {
                _metrics.Repeated();
                return Repeated(state, appended);
            }

            var total = new ExactTotals();
            foreach (CostLine line in lines)
            {
                total.Add(line.Amount);
            }

            ExactMoney amount = total.Exact(currency);
            state.Sums.Add(CostRecordKind.Adjustment, use.Category, status, amount);
            _metrics.Booked(CostRecordKind.Adjustment, use, status, amount, null);
            return new CostReceipt(appended.Id.ToGuid(), appended.Sequence, status, amount, IsRepeated: false);
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
