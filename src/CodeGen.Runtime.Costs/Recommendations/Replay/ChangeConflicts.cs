namespace CodeGen.Runtime.Costs;

/// <summary>Finds changes that would alter the same request in the same respect. Not thread-safe.</summary>
internal sealed class ChangeConflicts(IReadOnlyList<CallChange> changes)
{
    private readonly ReplayedChange[] _changes = [.. changes.Select(static change => new ReplayedChange(change))];
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
        for (int i = 0; i < _changes.Length; i++)
        {
            if (!_changes[i].IsBefore(charge.Record.Attribution, served, usage))
            {
                continue;
            }

            foreach (int before in _matching)
            {
                if ((_changes[before].Aspects & _changes[i].Aspects) != 0)
                {
                    Pairs.Add((before, i));
                }
            }

            _matching.Add(i);
        }
    }
}
