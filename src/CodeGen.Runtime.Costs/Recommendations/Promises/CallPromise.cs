namespace CodeGen.Runtime.Costs;

/// <summary>What the requests since a change would have cost without it: those that are as it wants them are priced as they were before. Not thread-safe.</summary>
internal sealed class CallPromise(CallChange change, RecommendationContext context)
{
    private const int Millionths = 1_000_000;

    private readonly ReplayedChange _change = new(change);

    public Money Before { get; private set; } = Money.Zero(context.Currency);

    public Money Actual { get; private set; } = Money.Zero(context.Currency);

    public long Charges { get; private set; }

    public long Changed { get; private set; }

    public HashSet<DateOnly> Days { get; } = [];

    public void Observe(in ReplayedCharge charge)
    {
        if (!charge.IsReproduced)
        {
            return;
        }

        CostUse use = charge.Record.Use;
        ServedModel served = use.Served!.Value with { At = charge.Record.EventTime };
        ModelUsage usage = use.Usage!.Value;
        if (_change.IsBefore(charge.Record.Attribution, served, usage))
        {
            Add(charge, charge.Cost);
        }
        else if (_change.IsAfter(charge.Record.Attribution, served, usage) && TryBefore(charge, served, usage, out Money before))
        {
            Changed++;
            Add(charge, before);
        }
    }

    private void Add(in ReplayedCharge charge, Money before)
    {
        Charges++;
        Days.Add(charge.Day);
        Before += before;
        Actual += charge.Cost;
    }

    private bool TryBefore(in ReplayedCharge charge, in ServedModel served, in ModelUsage usage, out Money before)
    {
        ServedModel undone = served with
        {
            Model = change.Model is null ? served.Model : change.FromModel ?? served.Model,
            Provider = change.Model is null ? served.Provider : change.FromProvider,
            Tier = change.Tier is null ? served.Tier : null,
            Geo = change.FromGeo ?? served.Geo,
        };
        ModelUsage plain = change.Prefix is null ? usage : usage with { CacheReadTokens = usage.AudioCacheReadTokens + usage.ImageCacheReadTokens, CacheWriteTokens = 0, CacheWrite1hTokens = 0 };
        PricedUsage priced = context.Prices.Price(undone, ScaledUsage.Of(plain, 1 / change.InputRatio, 1 / change.OutputRatio), UnknownModelPolicy.Unpriced);
        before = Money.Zero(context.Currency);
        if (!priced.IsPriced || !context.TryConvert(priced.Exact, charge.Day, out before))
        {
            return false;
        }

        // Answers that were not good enough were asked again of the model before: those requests are charges of their own, which would not have been made.
        var accepted = (Int128)decimal.Round(change.Acceptance * Millionths);
        before = Money.FromPicos(Fraction.RoundHalfToEven(before.Picos * accepted, Millionths), context.Currency);
        return true;
    }
}
