namespace CodeGen.Runtime.Costs;

/// <summary>A budget at work: what a store has to know of it.</summary>
internal sealed class BudgetScope
{
    private const decimal AlertUnits = 1_000_000m;

    /// <summary>Stands in the place of a period of which only the windows are known that something was booked in.</summary>
    private static readonly BudgetPeriod s_unknown = BudgetPeriod.Once(BudgetPeriod.Earliest, BudgetPeriod.Latest);

    private WindowTable _table;
    private long _unconverted;

    public BudgetScope(BudgetDefinition definition, int index, long now, string? sharedName = null)
    {
        Definition = definition;
        Index = index;
        SharedName = sharedName ?? $"{definition.Name}:{definition.Limit.Currency.Code}:{definition.Period}";
        Limit = definition.Limit.Picos;
        Thresholds = [.. definition.Alerts.Select(share => Threshold(Limit, share))];
        AlertShares = [.. definition.Alerts.Select(static share => (int)(share * AlertUnits))];
        Key = BudgetKey.Of(definition);
        _table = WindowTable.Of(definition.Period, now);
    }

    /// <summary>A budget that a journal knows and nobody defines any more.</summary>
    public BudgetScope(byte[] key, int index)
    {
        _ = BudgetKey.TryCurrency(key, out Currency currency);
        Definition = new BudgetDefinition(BudgetKey.NameOf(key), [], s_unknown, Money.Zero(currency), [], BudgetMode.Observe);
        Index = index;
        SharedName = Definition.Name;
        Thresholds = [];
        AlertShares = [];
        Key = key;
        IsDormant = true;
        _table = WindowTable.Of(s_unknown, 0);
    }

    public BudgetDefinition Definition { get; }

    /// <summary>Its place among all budgets of the process, or -1 where a hold of another node names a budget that this process does not have.</summary>
    public int Index { get; }

    /// <summary>
    /// The budget in a shared store: its name, currency and period. A budget that gets another period or currency has sums of its own from then on, since windows or amounts would not be comparable.
    /// </summary>
    public string SharedName { get; }

    public Int128 Limit { get; }

    /// <summary>The sums at which alerts are raised, ascending.</summary>
    public Int128[] Thresholds { get; }

    /// <summary>The shares of the limit that they are, in millionths.</summary>
    public int[] AlertShares { get; }

    /// <summary>How a journal names it.</summary>
    public byte[] Key { get; }

    /// <summary>Whether nothing new concerns it.</summary>
    public bool IsDormant { get; }

    public bool IsEnforced => Definition.Mode == BudgetMode.Enforce;

    public WindowTable Table => Volatile.Read(ref _table);

    /// <summary>How many amounts it could not count for want of a rate.</summary>
    public long Unconverted => Interlocked.Read(ref _unconverted);

    public void CountUnconverted() => Interlocked.Increment(ref _unconverted);

    /// <summary>Makes a table for the time of a store's clock. Several at once make the same.</summary>
    public void Extend(long now) => Volatile.Write(ref _table, WindowTable.Of(Definition.Period, now));

    /// <summary>The name of a window by its start.</summary>
    public string WindowNameOf(long start)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(start, BudgetPeriod.Earliest.ToUnixTimeMilliseconds()));
        return at < BudgetPeriod.Latest && Definition.Period.TryGetWindow(at, out BudgetWindow window) ? window.Id : $"{at:O}";
    }

    /// <summary>Budgets at work, by name.</summary>
    public static BudgetScope[] Of(IEnumerable<BudgetDefinition> definitions, TimeProvider time)
    {
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return [.. definitions.OrderBy(static definition => definition.Name, StringComparer.Ordinal).Select((definition, place) => new BudgetScope(definition, place, now))];
    }

    /// <summary>The first whole pico at which the share is reached.</summary>
    private static Int128 Threshold(Int128 limit, decimal share)
    {
        (Int128 quotient, Int128 rest) = Int128.DivRem(limit * (Int128)(share * AlertUnits), (Int128)AlertUnits);
        return rest == 0 ? quotient : quotient + 1;
    }
}
