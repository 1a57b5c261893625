using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace CodeGen.Runtime.Costs;

/// <summary>Prices, attributes and books what was used.</summary>
internal sealed partial class CostTracker : ICostTracker, IDisposable
{
    /// <summary>How many names without a price are told of at most; who sends made-up names must not fill the log.</summary>
    private const int MaxToldNames = 1_000;

    private readonly PriceBook _prices;
    private readonly Lazy<MeteringState> _state;
    private readonly IBudgets? _budgets;
    private readonly ChargesUnderWay _underWay;
    private readonly IDurabilityGate? _gate;
    private readonly CostMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly KnownCalls _known = new();
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.OrdinalIgnoreCase);

    public CostTracker(
        PriceBook prices, Lazy<MeteringState> state, IBudgets? budgets, ChargesUnderWay underWay, IDurabilityGate? gate, CostMetrics metrics, TimeProvider time, ILogger logger) =>
        (_prices, _state, _budgets, _underWay, _gate, _metrics, _time, _logger) = (prices, state, budgets is { Definitions.Count: > 0 } ? budgets : null, underWay, gate, metrics, time, logger);

    public CostTotals Totals => _state.Value.Sums.Read();

    private MeteringState State => _state.Value;

    public CostReceipt Track(in CostUse use, in CostTerms terms = default)
    {
        if (_budgets is null)
        {
            return Book(CostRecordKind.Charge, use, terms, null, out _);
        }

        int group = _underWay.Enter();
        try
        {
            CostReceipt receipt = Book(CostRecordKind.Charge, use, terms, null, out CostAttribution attribution);
            if (!receipt.IsRepeated && receipt is { IsPriced: true, Exact.IsZero: false })
            {
                Count(receipt, attribution);
            }

            return receipt;
        }
        finally
        {
            _underWay.Leave(group);
        }
    }

    public async Task<CostReceipt> TrackDurableAsync(CostUse use, CostTerms terms = default)
    {
        CostReceipt receipt = Track(use, terms);
        Task flushed = State.Log.FlushAsync();
        await (_gate is null ? flushed : Task.WhenAll(flushed, _gate.WaitAsync(receipt.Sequence))).ConfigureAwait(false);
        return receipt;
    }

    public async ValueTask<CostReceipt> SettleAsync(BudgetHold hold, CostUse use, CostTerms terms = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(hold);
        int group = _underWay.Enter();
        try
        {
            CostReceipt receipt = Book(CostRecordKind.Charge, use, terms with { Attribution = terms.Attribution ?? hold.Attribution }, hold.Id, out _);
            if (receipt.IsPriced)
            {
                await hold.SettleAsync(receipt.Amount, cancellationToken).ConfigureAwait(false);
            }

            return receipt;
        }
        finally
        {
            _underWay.Leave(group);
        }
    }

    public CostReceipt TrackSaving(in CostUse use, in CostTerms terms = default) => Book(CostRecordKind.Saving, use, terms, null, out _);

    public Money Estimate(in CostUse use, DateTimeOffset? at = null)
    {
        DateTimeOffset time = TimeOf(use, at) ?? _time.GetUtcNow();
        return use.Kind switch
        {
            CostUseKind.Model => EstimateTokens(use.ServedRef with { At = time }, use.UsageRef),
            CostUseKind.Fee => _prices.FeeOf(use.ServedRef with { At = time }, use.Name, use.Quantity, UnknownModelPolicy.Reject).Amount,
            CostUseKind.Stated => use.StatedAmount!.Value,
            _ => _prices.MeterOf(use.Name, use.Quantity, time, State.Quantities.Of(use.Name, use.Quantity.Dimension, time).Used, UnknownModelPolicy.Reject).Amount,
        };
    }

    private Money EstimateTokens(in ServedModel served, in ModelUsage usage)
    {
        PricedUsage priced = _prices.Price(served, usage, _prices.PolicyOfCallsMade);

        // Asked once more, it says by which name nothing is known and what to write where.
        return (priced.IsPriced ? priced : _prices.Price(served, usage, UnknownModelPolicy.Reject)).Amount;
    }

    private CostReceipt Book(CostRecordKind kind, in CostUse use, in CostTerms terms, BudgetHoldId? hold, out CostAttribution attribution)
    {
        if (use.Name is null)
        {
            throw new ArgumentException($"Nothing was used: make the use by {nameof(CostUse)}.{nameof(CostUse.Model)}, {nameof(CostUse.Fee)} or {nameof(CostUse.Meter)}.", nameof(use));
        }

        MeteringState state = State;
        CostAttribution given = terms.Attribution is { } own ? own.Over(CostContext.Current) : CostContext.Current;
        KnownCall? known = use.Kind == CostUseKind.Model ? _known.Find(given, use.ServedRef) : null;
        attribution = known?.Attribution ?? Attribute(state, given, use);
        DateTimeOffset now = _time.GetUtcNow();
        var times = new BookingTimes(now, TimeOf(use, terms.EventTime) ?? now);
        string? reason = kind == CostRecordKind.Saving ? AttributionText.Clean(terms.Reason) : null;
        byte[] bytes = RecordBuffer.Take(known is null ? CostRecordFormat.RoomFor(use, attribution, reason) : known.Room + CostRecordFormat.RoomOf(reason));
        var writer = new PayloadWriter(bytes);
        if (known is not null && hold is null)
        {
            known.WriteEvent(ref writer, use);
        }
        else
        {
            CostRecordFormat.WriteEvent(ref writer, use, attribution, hold);
        }

        int identity = writer.Length;
        if (kind == CostRecordKind.Saving)
        {
            writer.Text(reason);
        }

        CostReceipt receipt = use.Kind switch
        {
            CostUseKind.Model => BookTokens(state, kind, use, terms, times, known, ref writer, identity),
            CostUseKind.Fee => BookFee(state, kind, use, terms, times, ref writer, identity),
            CostUseKind.Stated => BookStated(state, kind, use, terms, times, ref writer, identity),
            _ => BookMeter(state, kind, use, terms, times, ref writer, identity),
        };

        // Not where something was thrown: the next record then gets a new one.
        RecordBuffer.GiveBack(bytes);
        return receipt;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private CostReceipt BookTokens(
        MeteringState state, CostRecordKind kind, in CostUse use, in CostTerms terms, in BookingTimes times, KnownCall? known, ref PayloadWriter writer, int identity)
    {
        NamedPrices? unknown = null;
        PriceStatus status = _prices.Find(
            use.ServedRef, times.Event, use.UsageRef, _prices.PolicyOfCallsMade, ref known is null ? ref unknown : ref known.Prices, out EffectivePrice? price, out TokenBuckets buckets, out Int128 parts);
        CostRecordFormat.WritePrice(ref writer, status, price, buckets);
        return Append(state, kind, use, terms, times, writer.Written, identity, status, price?.Amount(parts) ?? default);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private CostReceipt BookFee(MeteringState state, CostRecordKind kind, in CostUse use, in CostTerms terms, in BookingTimes times, ref PayloadWriter writer, int identity)
    {
        PricedMeter priced = _prices.FeeOf(use.ServedRef with { At = times.Event }, use.Name, use.Quantity, _prices.PolicyOfCallsMade);
        CostRecordFormat.WritePrice(ref writer, priced);
        return Append(state, kind, use, terms, times, writer.Written, identity, priced.Status, priced.IsPriced ? priced.Exact : default);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private CostReceipt BookStated(MeteringState state, CostRecordKind kind, in CostUse use, in CostTerms terms, in BookingTimes times, ref PayloadWriter writer, int identity)
    {
        MeterQuantity quantity = use.Quantity;
        var amount = ExactMoney.Of(use.StatedAmount!.Value);
        var priced = new PricedMeter(use.Name, PriceStatus.Priced, amount, PriceVersion.None, null, quantity.Unit, CostQuantity.Of(quantity.Numerator, quantity.Denominator));
        CostRecordFormat.WritePrice(ref writer, priced);
        return Append(state, kind, use, terms, times, writer.Written, identity, PriceStatus.Priced, amount);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private CostReceipt BookMeter(MeteringState state, CostRecordKind kind, in CostUse use, in CostTerms terms, in BookingTimes times, ref PayloadWriter writer, int identity)
    {
        MeteredQuantity metered = state.Quantities.Of(use.Name, use.Quantity.Dimension, times.Event);

        // Until the record is taken, so that two uses at once do not both take the last of an allowance.
        lock (metered.Gate)
        {
            PricedMeter priced = _prices.MeterOf(use.Name, use.Quantity, times.Event, metered.Used, _prices.PolicyOfCallsMade);
            CostRecordFormat.WritePrice(ref writer, priced);
            CostReceipt receipt = Append(state, kind, use, terms, times, writer.Written, identity, priced.Status, priced.IsPriced ? priced.Exact : default);
            if (kind == CostRecordKind.Charge && !receipt.IsRepeated)
            {
                metered.Used = metered.Used.Plus(use.Quantity);
            }

            return receipt;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private CostReceipt Append(
        MeteringState state, CostRecordKind kind, in CostUse use, in CostTerms terms, in BookingTimes times, ReadOnlySpan<byte> payload, int identity, PriceStatus status, in ExactMoney amount)
    {
        LedgerAppend appended = terms.EventId is { } id
            ? state.Log.AppendOnce(EventId.FromGuid(id), (byte)kind, times.Event, payload, identity, times.Now)
            : state.Log.Append((byte)kind, times.Event, payload, identity, times.Now);
        if (appended.Status == LedgerAppendStatus.Repeated)
        {
            _metrics.Repeated();
            return Repeated(state, appended);
        }

        state.Sums.Add(kind, use.Category, status, amount);
        _metrics.Booked(kind, use, status, amount, terms.Duration);
        if (status == PriceStatus.Unpriced)
        {
            TellUnpriced(use);
        }

        return new CostReceipt(appended.Id.ToGuid(), appended.Sequence, status, amount, IsRepeated: false);
    }

    /// <summary>What was booked the first time, which may have been by another price.</summary>
    private static CostReceipt Repeated(MeteringState state, LedgerAppend appended)
    {
        CostRecord? first = CostLedger.Find(state.Log, appended.Sequence);
        return new CostReceipt(appended.Id.ToGuid(), appended.Sequence, first?.Status ?? PriceStatus.Unpriced, first?.Amount ?? default, IsRepeated: true);
    }

    private CostAttribution Attribute(MeteringState state, CostAttribution given, in CostUse use)
    {
        CostAttribution whole = use.IsOfModel ? given.OfModel(use.ServedRef.Model) : given;
        CostAttribution limited = state.Limiter.Limit(whole);
        if (use.Kind == CostUseKind.Model)
        {
            // From the second time on: most attributions that are made for one call never come again. Where a value has no place, that is counted each time.
            if (given.CameBefore && ReferenceEquals(limited, whole))
            {
                _known.Add(given, use.ServedRef, new KnownCall(given, limited, use));
            }

            given.CameBefore = true;
        }

        return limited;
    }

    /// <summary>When the use was, as far as somebody says so.</summary>
    private static DateTimeOffset? TimeOf(in CostUse use, DateTimeOffset? given) => given ?? (use.IsOfModel && use.ServedRef.At != default ? use.ServedRef.At : null);

    private void TellUnpriced(in CostUse use)
    {
        string name = use.ToString();
        if (_told.Count < MaxToldNames && _told.TryAdd(name, true))
        {
            MeteringLog.Unpriced(_logger, name);
        }
    }

    private void Count(CostReceipt receipt, CostAttribution attribution)
    {
        // It is in the ledger: who tracks a call that was made must not be told otherwise because a store of budgets is away.
        try
        {
            // Under an id that the record's place gives: where this process ends before the budgets have it, the next one finds out that they have not.
            ValueTask counting = _budgets is BudgetKeeper keeper
                ? keeper.ChargeAsync(receipt.Amount, attribution, new BudgetHoldId(State.ChargeIds, (ulong)receipt.Sequence))
                : _budgets!.ChargeAsync(receipt.Amount, attribution);
            if (counting.IsCompletedSuccessfully)
            {
                counting.GetAwaiter().GetResult();
                return;
            }

            _ = WaitAsync(counting);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            MeteringLog.NotBudgeted(_logger, e);
        }
    }

    private async Task WaitAsync(ValueTask counting)
    {
        try
        {
            await counting.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Nobody awaits this; what went wrong is told by the log and in the budgets' own health.
        catch (Exception e)
#pragma warning restore CA1031
        {
            MeteringLog.NotBudgeted(_logger, e);
        }
    }
}
