namespace CodeGen.Runtime.Costs.Tests.Recommendations.Reuse;

/// <summary>Caches of all sizes that are tried, by entries alone, for traces too long for <see cref="NaiveCache"/>; the first of them is the one that the profile is told of.</summary>
internal sealed class ReuseOrderCount(int maxEntries)
{
    private const decimal Cost = 0.5m;
    private readonly (LinkedList<int> Order, Dictionary<int, LinkedListNode<int>> Nodes)[] _caches = [.. ReuseFactors.Sizes.Select(static _ => (new LinkedList<int>(), new Dictionary<int, LinkedListNode<int>>()))];
    private readonly int[] _hits = new int[ReuseFactors.Sizes.Count];
    private readonly HashSet<int> _seen = [];
    private readonly DateTimeOffset _at = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private int _accesses;

    public decimal Paid => (_accesses - _hits[0]) * Cost;

    public double HitRatio(int size) => (double)_hits[size] / _accesses;

    public decimal Saved(int size) => (_hits[size] - _hits[0]) * Cost;

    public void Get(int key, ReuseProfile profile)
    {
        _accesses++;
        bool isHit = Access(0, key);
        for (int size = 1; size < _caches.Length; size++)
        {
            Access(size, key);
        }

        bool isNew = _seen.Add(key);
        Tell(isHit ? ReuseEventKind.Hit : isNew ? ReuseEventKind.Miss : ReuseEventKind.MissEvicted);
        if (!isHit)
        {
            Tell(ReuseEventKind.Stored);
        }

        void Tell(ReuseEventKind kind) =>
            profile.Observe(new ReuseEvent { Region = "code", KeyHash = ReuseTrace.HashOf(key), At = _at, Kind = kind, Bytes = 100, Cost = Cost, Life = TimeSpan.FromHours(1) });
    }

    private bool Access(int size, int key)
    {
        (LinkedList<int> order, Dictionary<int, LinkedListNode<int>> nodes) = _caches[size];
        bool isHit = nodes.Remove(key, out LinkedListNode<int>? node);
        if (isHit)
        {
            order.Remove(node!);
            _hits[size]++;
        }

        nodes[key] = order.AddFirst(key);
        if (order.Count > (int)(maxEntries * ReuseFactors.Sizes[size]))
        {
            nodes.Remove(order.Last!.Value);
            order.RemoveLast();
        }

        return isHit;
    }
}
