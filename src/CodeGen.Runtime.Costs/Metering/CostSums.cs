namespace CodeGen.Runtime.Costs;

/// <summary>The sums behind <see cref="CostTotals"/>, as they grow. Thread-safe.</summary>
internal sealed class CostSums
{
    private static readonly int s_categories = Enum.GetValues<CostCategory>().Length;

    private readonly Lock _gate = new();
    private readonly ExactTotals[] _costs = [.. Enumerable.Range(0, s_categories).Select(static _ => new ExactTotals())];
    private readonly ExactTotals _savings = new();
    private long _records;
    private long _unpriced;

    public void Add(CostRecordKind kind, CostCategory category, PriceStatus status, in ExactMoney amount, long records = 1)
    {
        lock (_gate)
        {
            _records += records;
            if (status == PriceStatus.Unpriced)
            {
                _unpriced += kind == CostRecordKind.Charge ? records : 0;
                return;
            }

            (kind == CostRecordKind.Saving ? _savings : _costs[(int)category]).Add(amount);
        }
    }

    public CostTotals Read()
    {
        lock (_gate)
        {
            var total = new ExactTotals();
            foreach (ExactTotals costs in _costs)
            {
                total.Add(costs);
            }

            return new CostTotals([.. _costs.Select(static costs => costs.Totals)], total.Totals, _savings.Totals, _records, _unpriced);
        }
    }
}
