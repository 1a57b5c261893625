using System.Collections.Concurrent;

namespace CodeGen.Runtime.Costs;

/// <summary>How much of each meter was used in each billing period, for prices with tiers and free allowances. Thread-safe.</summary>
internal sealed class MeteredQuantities(BudgetPeriod billing)
{
    private readonly ConcurrentDictionary<(string Meter, long Period, MeterDimension Dimension), MeteredQuantity> _used = new();

    public BudgetPeriod Billing => billing;

    /// <summary>All sums there are, a copy.</summary>
    public IReadOnlyDictionary<(string Meter, long Period, MeterDimension Dimension), MeterQuantity> All() => _used.ToDictionary(static pair => pair.Key, static pair => pair.Value.Used);

    /// <summary>The sum of one meter in one period. What is priced against it is priced under its lock, so that two uses at once do not take one allowance twice.</summary>
    public MeteredQuantity Of(string meter, MeterDimension dimension, DateTimeOffset at)
    {
        // Nobody bills for times that no calendar of ours has; what is said of them shares one period.
        long period = at >= BudgetPeriod.Earliest && at < BudgetPeriod.Latest && billing.TryGetWindow(at, out BudgetWindow window) ? window.Start.UtcTicks : 0;
        return _used.GetOrAdd((meter.ToLowerInvariant(), period, dimension), static _ => new MeteredQuantity());
    }
}
