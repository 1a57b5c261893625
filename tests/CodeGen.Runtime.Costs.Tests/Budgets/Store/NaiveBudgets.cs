namespace CodeGen.Runtime.Costs.Tests;

/// <summary>Budgets as one would write them on paper: every reservation is kept for ever, and every sum is taken anew.</summary>
internal sealed class NaiveBudgets(IReadOnlyList<BudgetDefinition> definitions, TimeSpan lease)
{
    private readonly List<Entry> _entries = [];

    public enum Standing
    {
        Held,
        Released,
        Resolved,
        Settled,
    }

    public (Entry? Entry, string? RefusedBy) Reserve(Int128 amount, CostAttribution attribution, DateTimeOffset now)
    {
        foreach (BudgetDefinition definition in Concerned(attribution, now))
        {
            if (definition.Mode == BudgetMode.Enforce && amount > 0 && amount > definition.Limit.Picos - Committed(definition, now) - Held(definition, now))
            {
                return (null, definition.Name);
            }
        }

        return (Hold(amount, attribution, now), null);
    }

    /// <summary>Holds it whether it fits or not.</summary>
    public Entry Hold(Int128 amount, CostAttribution attribution, DateTimeOffset now)
    {
        var entry = new Entry { Amount = amount, At = now, Concerned = [.. Concerned(attribution, now)], LeaseEnd = now + lease };
        _entries.Add(entry);
        return entry;
    }

    /// <summary>By how much it does not fit, in the budget that lacks the most.</summary>
    public Int128 Lacking(Int128 amount, CostAttribution attribution, DateTimeOffset now) => Concerned(attribution, now).Where(static definition => definition.Mode == BudgetMode.Enforce)
        .Select(definition => Committed(definition, now) + Held(definition, now) + amount - definition.Limit.Picos).DefaultIfEmpty().Max();

    /// <summary>How much was booked above estimates, in all.</summary>
    public Int128 Excess() => _entries.Where(static entry => entry.Standing is Standing.Resolved or Standing.Settled).Aggregate((Int128)0, static (sum, entry) => sum + Int128.Max(0, entry.Booked - entry.Amount));

    public void Charge(Int128 amount, CostAttribution attribution, DateTimeOffset now) =>
        _entries.Add(new Entry { Amount = 0, Booked = amount, At = now, Concerned = [.. Concerned(attribution, now)], Standing = Standing.Settled });

    public Int128 Committed(BudgetDefinition definition, DateTimeOffset now) => Sum(definition, now, static entry => entry.Standing is Standing.Resolved or Standing.Settled ? entry.Booked : 0);

    public Int128 Held(BudgetDefinition definition, DateTimeOffset now) => Sum(definition, now, static entry => entry.Standing == Standing.Held ? entry.Amount : 0);

    public Int128 Indeterminate(BudgetDefinition definition, DateTimeOffset at, DateTimeOffset now) => Sum(definition, at, entry => entry.IsIndeterminate(now) ? entry.Amount : 0);

    public int IndeterminateCount(DateTimeOffset now) => _entries.Count(entry => entry.IsIndeterminate(now));

    private Int128 Sum(BudgetDefinition definition, DateTimeOffset now, Func<Entry, Int128> part)
    {
        if (!definition.Period.TryGetWindow(now, out BudgetWindow window))
        {
            return 0;
        }

        Int128 sum = 0;
        foreach (Entry entry in _entries)
        {
            if (entry.Concerned.Contains(definition) && entry.At >= window.Start - definition.Period.Reach && entry.At < window.End)
            {
                sum += part(entry);
            }
        }

        return sum;
    }

    private IEnumerable<BudgetDefinition> Concerned(CostAttribution attribution, DateTimeOffset now) =>
        definitions.Where(definition => definition.Scope.All(pair => attribution[pair.Key] == pair.Value) && definition.Period.TryGetWindow(now, out _));

    internal sealed class Entry
    {
        public Int128 Amount { get; init; }

        public Int128 Booked { get; set; }

        public DateTimeOffset At { get; init; }

        public DateTimeOffset LeaseEnd { get; set; }

        public required List<BudgetDefinition> Concerned { get; init; }

        public Standing Standing { get; set; }

        /// <summary>Whether it was decided when it was indeterminate.</summary>
        public bool WasLate { get; set; }

        public bool IsIndeterminate(DateTimeOffset now) => Standing == Standing.Held && now >= LeaseEnd;
    }
}
