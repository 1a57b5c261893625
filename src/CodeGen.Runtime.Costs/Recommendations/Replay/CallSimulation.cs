namespace CodeGen.Runtime.Costs;

/// <summary>Prices requests as they would have been with some changes, all of them together. Not thread-safe.</summary>
internal sealed class CallSimulation(IReadOnlyList<CallChange> changes, RecommendationContext context)
{
    private const int Millionths = 1_000_000;

    private readonly Dictionary<(int Change, ServedModel Served), List<PrefixCall>> _prefixes = [];
    private readonly ReplayedChange[] _changes = [.. changes.Select(static change => new ReplayedChange(change))];

    /// <summary>What it comes to. Whole only after <see cref="Complete"/>.</summary>
    public DailySavings Savings { get; } = new(context.Currency);

    /// <summary>How many requests have no price as they would have been. They were left as they are.</summary>
    public long Unpriced { get; private set; }

    public void Observe(in ReplayedCharge charge)
    {
        if (!charge.IsReproduced)
        {
            return;
        }

        CostUse use = charge.Record.Use;
        ServedModel served = use.Served!.Value with { At = charge.Record.EventTime };
        ModelUsage usage = use.Usage!.Value;
        ServedModel after = served;
        CallAspects taken = CallAspects.None;
        CallChange? other = null;
        int prefixed = -1;
        for (int i = 0; i < _changes.Length; i++)
        {
            if ((taken & _changes[i].Aspects) != 0 || !_changes[i].IsBefore(charge.Record.Attribution, served, usage))
            {
                continue;
            }

            CallChange change = _changes[i].Change;
            taken |= _changes[i].Aspects;
            after = Apply(change, after);
            other = change.Model is null ? other : change;
            prefixed = change.Prefix is null ? prefixed : i;
        }

        if (taken != CallAspects.None)
        {
            Price(charge, served, after, usage, other, prefixed);
        }
    }

    /// <summary>Which requests find the beginning of their prompt in the provider's cache is known once all are.</summary>
    public void Complete()
    {
        foreach (((int change, _), List<PrefixCall> calls) in _prefixes)
        {
            long kept = _changes[change].Change.Prefix!.TimeToLive.Ticks;

            // Those of one tick in the order in which they were booked.
            long last = long.MinValue;
            foreach (PrefixCall call in calls.OrderBy(static call => call.Ticks))
            {
                bool isKept = last != long.MinValue && call.Ticks - last < kept;
                Savings.Add(call.Day, call.Cost, call.Cost - (isKept ? call.Read : call.Written));
                last = call.Ticks;
            }
        }

        _prefixes.Clear();
    }

    private static ServedModel Apply(CallChange change, in ServedModel served) => served with
    {
        Model = change.Model ?? served.Model,
        Provider = change.Model is null ? served.Provider : change.Provider,
        Tier = change.Tier ?? served.Tier,
        Geo = change.FromGeo is null ? served.Geo : null,
    };

    private void Price(in ReplayedCharge charge, in ServedModel served, in ServedModel after, in ModelUsage usage, CallChange? other, int prefixed)
    {
        ModelUsage scaled = other is null ? usage : ScaledUsage.Of(usage, other.InputRatio, other.OutputRatio);
        if (!TryPrice(after, scaled, charge.Day, out Money cost) || !TryRetry(charge, served, after, usage, other, out Money retry))
        {
            Unpriced++;
            return;
        }

        if (prefixed < 0 || _changes[prefixed].Change.Prefix is not { } prefix)
        {
            Savings.Add(charge.Day, charge.Cost, charge.Cost - cost - retry);
            return;
        }

        long tokens = Math.Min(other is null ? prefix.Tokens : ScaledUsage.Part(prefix.Tokens, other.InputRatio), scaled.InputTokens);
        ModelUsage written = scaled with { CacheWriteTokens = tokens, CacheWrite1hTokens = prefix.TimeToLive >= TimeSpan.FromHours(1) ? tokens : 0 };
        if (!TryPrice(after, written, charge.Day, out Money write) || !TryPrice(after, scaled with { CacheReadTokens = tokens }, charge.Day, out Money read))
        {
            Unpriced++;
            return;
        }

        (int, ServedModel) key = (prefixed, after with { At = default });
        if (!_prefixes.TryGetValue(key, out List<PrefixCall>? calls))
        {
            _prefixes[key] = calls = [];
        }

        calls.Add(new PrefixCall(after.At.UtcTicks, charge.Day, charge.Cost, write + retry, read + retry));
    }

    /// <summary>What it costs on average to ask the model before again where the other one's answer is not good enough.</summary>
    private bool TryRetry(in ReplayedCharge charge, in ServedModel served, in ServedModel after, in ModelUsage usage, CallChange? other, out Money retry)
    {
        retry = Money.Zero(context.Currency);
        if (other is null or { Acceptance: 1 })
        {
            return true;
        }

        if (!TryPrice(after with { Model = served.Model, Provider = served.Provider }, usage, charge.Day, out Money again))
        {
            return false;
        }

        var rejected = (Int128)decimal.Round((1 - other.Acceptance) * Millionths);
        retry = Money.FromPicos(Fraction.RoundHalfToEven(again.Picos * rejected, Millionths), context.Currency);
        return true;
    }

    private bool TryPrice(in ServedModel served, in ModelUsage usage, DateOnly day, out Money cost)
    {
        PricedUsage priced = context.Prices.Price(served, usage, UnknownModelPolicy.Unpriced);
        cost = Money.Zero(context.Currency);
        return priced.IsPriced && context.TryConvert(priced.Exact, day, out cost);
    }

    /// <summary>A request whose prompt begins with what would be kept, and what it costs where that is written and where it is read.</summary>
    private readonly record struct PrefixCall(long Ticks, DateOnly Day, Money Cost, Money Written, Money Read);
}
