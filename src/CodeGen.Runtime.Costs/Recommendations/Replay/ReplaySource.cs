using System.Runtime.InteropServices;

namespace CodeGen.Runtime.Costs;

/// <summary>The charges of a time with their corrections, read from the ledger as often as is asked. Not thread-safe.</summary>
internal sealed class ReplaySource
{
    private readonly LedgerLog _log;
    private readonly RecommendationContext _context;
    private readonly Dictionary<long, ExactTotals> _corrections = [];
    private readonly AttributionCache _attributions = new();
    private readonly CancellationToken _cancellationToken;
    private readonly long _last;
    private long _first = long.MaxValue;

    public ReplaySource(LedgerLog log, RecommendationContext context, CancellationToken cancellationToken)
    {
        (_log, _context, _cancellationToken, _last) = (log, context, cancellationToken, log.LastSequence);
        Index();
    }

    public List<string> Problems { get; } = [];

    public long Charges { get; private set; }

    public long Requests { get; private set; }

    public long Reproduced { get; private set; }

    public long LeftOut { get; private set; }

    public Money Cost { get; private set; }

    /// <summary>Hands each charge to somebody.</summary>
    public void Run(Action<ReplayedCharge> observe, IProgress<double>? progress)
    {
        (Charges, Requests, Reproduced, LeftOut, Cost) = (0, 0, 0, 0, Money.Zero(_context.Currency));
        if (_first > _last)
        {
            return;
        }

        using LedgerReader reader = _log.Read(_first);
        for (ReadOutcome outcome = reader.Read(); outcome != ReadOutcome.End && reader.Next - 1 <= _last; outcome = reader.Read())
        {
            if (outcome != ReadOutcome.Record || (LedgerRecordKind)reader.Current.Kind != LedgerRecordKind.Charge || !IsInTime(reader.Current.EventTicks))
            {
                continue;
            }

            if (CostLedger.TryEntry(reader, outcome, _attributions, out CostLedgerEntry entry) && entry.IsRecord)
            {
                Observe(entry.Record, observe);
            }

            if ((reader.Next & 0xFFFF) == 0)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                progress?.Report((double)(reader.Next - _first) / (_last - _first + 1));
            }
        }
    }

    private void Observe(CostRecord record, Action<ReplayedCharge> observe)
    {
        ExactTotals? corrections = _corrections.GetValueOrDefault(record.Sequence);
        DateOnly day = _context.DayOf(RollupCalendar.Bounded(record.EventTime));
        if (!TryCost(record, corrections, day, out Money cost))
        {
            LeftOut++;
            return;
        }

        Charges++;
        Cost += cost;
        bool isReproduced = false;
        if (record.Use.Kind == CostUseKind.Model)
        {
            Requests++;
            isReproduced = IsReproduced(record, corrections);
            Reproduced += isReproduced ? 1 : 0;
        }

        observe(new ReplayedCharge(record, day, cost, isReproduced));
    }

    /// <summary>One pass in which only corrections are read whole: they may lie far behind what they correct.</summary>
    private void Index()
    {
        long oldest = ReportRecords.Oldest(_log);
        using LedgerReader reader = _log.Read(0);
        bool isFirst = true;
        for (ReadOutcome outcome = reader.Read(); outcome != ReadOutcome.End && reader.Next - 1 <= _last; outcome = reader.Read())
        {
            if (outcome == ReadOutcome.Damage)
            {
                Problems.Add(LedgerProblem.Of(reader.Damage!).Message);
                continue;
            }

            if (isFirst && oldest > 1 && reader.Current.IngestTicks > _context.From.UtcTicks)
            {
                Problems.Add($"Records 1 to {oldest - 1} are no longer in the ledger: those that were of this time were not replayed.");
            }

            isFirst = false;
            if (!IsInTime(reader.Current.EventTicks))
            {
                continue;
            }

            if ((LedgerRecordKind)reader.Current.Kind == LedgerRecordKind.Charge)
            {
                _first = Math.Min(_first, reader.Current.Sequence);
            }
            else if ((LedgerRecordKind)reader.Current.Kind == LedgerRecordKind.Adjust)
            {
                Correct(reader);
            }

            if ((reader.Next & 0xFFFF) == 0)
            {
                _cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private void Correct(LedgerReader reader)
    {
        _ = CostLedger.TryEntry(reader, ReadOutcome.Record, _attributions, out CostLedgerEntry entry);
        if (entry.Record is not { } record)
        {
            Problems.Add(entry.Problem!.Message);
        }
        else if (record is { CorrectsSequence: { } corrects, Status: not PriceStatus.Unpriced })
        {
            ref ExactTotals? sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_corrections, corrects, out _);
            (sum ??= new ExactTotals()).Add(record.Amount);
        }
    }

    private bool IsInTime(long ticks) => ticks >= _context.From.UtcTicks && ticks < _context.Until.UtcTicks;

    private bool TryCost(CostRecord record, ExactTotals? corrections, DateOnly day, out Money cost)
    {
        cost = Money.Zero(_context.Currency);
        if (record.Status == PriceStatus.Unpriced && corrections is null)
        {
            return false;
        }

        if (record.Status != PriceStatus.Unpriced)
        {
            if (!_context.TryConvert(record.Amount, day, out cost))
            {
                return false;
            }
        }

        foreach (Money correction in corrections?.Totals ?? [])
        {
            if (!_context.TryConvert(ExactMoney.Of(correction), day, out Money converted))
            {
                return false;
            }

            cost += converted;
        }

        return true;
    }

    /// <summary>What was stated, adjusted by hand, taken back or priced by a list that is no longer there cannot be told from another price: it is not replayed otherwise.</summary>
    private bool IsReproduced(CostRecord record, ExactTotals? corrections)
    {
        PricedUsage priced = _context.Prices.Price(record.Use.Served!.Value with { At = record.EventTime }, record.Use.Usage!.Value, UnknownModelPolicy.Unpriced);
        if (!priced.IsPriced)
        {
            return false;
        }

        if (corrections is null)
        {
            return priced.Exact == record.Amount;
        }

        var net = new ExactTotals();
        net.Add(corrections);
        if (record.Status != PriceStatus.Unpriced)
        {
            net.Add(record.Amount);
        }

        return net.Exact(priced.Currency) == priced.Exact && net.Totals.All(total => total.IsZero || total.Currency == priced.Currency);
    }
}
