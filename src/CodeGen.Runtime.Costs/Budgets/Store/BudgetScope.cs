namespace CodeGen.Runtime.Costs;

/// <summary>A budget at work: what a store has to know of it.</summary>
internal sealed class BudgetScope
{
    private const decimal AlertUnits = 1_000_000m;

    private WindowTable _table;
    private long _unconverted;

    public BudgetScope(BudgetDefinition definition, int index, long now, string? sharedName = null)
    {
        Definition = definition;
        Index = index;
        SharedName = sharedName ?? $"{definition.Name}:{definition.Limit.Currency.Code}:{definition.Period}";
        Limit = definition.Limit.Picos;
        Thresholds = [.. definition.Alerts.Select(share => Threshold(Limit, share))];
        _table = WindowTable.Of(definition.Period, now);
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

    public bool IsEnforced => Definition.Mode == BudgetMode.Enforce;

    public WindowTable Table => Volatile.Read(ref _table);

    /// <summary>How many amounts it could not count for want of a rate.</summary>
    public long Unconverted => Interlocked.Read(ref _unconverted);

    public void CountUnconverted() => Interlocked.Increment(ref _unconverted);

    /// <summary>Makes a table for the time of a store's clock. Several at once make the same.</summary>
    public void Extend(long now) => Volatile.Write(ref _table, WindowTable.Of(Definition.Period, now));

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
