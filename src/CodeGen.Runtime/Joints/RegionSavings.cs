namespace CodeGen.Runtime;

/// <summary>What the hits of one region have saved since they were last booked. Thread-safe.</summary>
internal sealed class RegionSavings
{
    /// <summary>A value that says it cost more than this is a mistake of whoever made it, and would spoil the sum.</summary>
    private const decimal MostCost = 1e12m;

    private readonly Lock _gate = new();
    private long _hits;
    private decimal _saved;

    public void Add(decimal cost)
    {
        if (cost > MostCost)
        {
            return;
        }

        lock (_gate)
        {
            _hits++;
            _saved += cost;
        }
    }

    public (long Hits, decimal Saved) Take()
    {
        lock (_gate)
        {
            (long hits, decimal saved) = (_hits, _saved);
            (_hits, _saved) = (0, 0);
            return (hits, saved);
        }
    }

    public void GiveBack(long hits, decimal saved)
    {
        lock (_gate)
        {
            _hits += hits;
            _saved += saved;
        }
    }
}
