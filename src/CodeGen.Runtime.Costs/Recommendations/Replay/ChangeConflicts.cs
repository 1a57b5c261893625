namespace CodeGen.Runtime.Costs;

/// <summary>Finds changes that would alter the same request in the same respect. Not thread-safe.</summary>
internal sealed class ChangeConflicts(IReadOnlyList<CallChange> changes)
{
    private readonly CallAspects[] _aspects = [.. changes.Select(static change => change.Aspects())];
    private readonly List<int> _matching = [];

    /// <summary>Pairs of places in the list of changes, the smaller first.</summary>
    public HashSet<(int, int)> Pairs { get; } = [];

    public void Observe(in ReplayedCharge charge)
    {
        if (!charge.IsReproduced)
        {
            return;
        }

        _matching.Clear();
        CostUse use = charge.Record.Use;
        ServedModel served = use.Served!.Value;
        ModelUsage usage = use.Usage!.Value;
        for (int i = 0; i < changes.Count; i++)
        {
            if (!changes[i].IsOfClass(charge.Record.Attribution) || !changes[i].IsBefore(served, usage))
            {
                continue;
            }

            foreach (int before in _matching)
            {
                if ((_aspects[before] & _aspects[i]) != 0)
                {
                    Pairs.Add((before, i));
                }
            }

            _matching.Add(i);
        }
    }
}
