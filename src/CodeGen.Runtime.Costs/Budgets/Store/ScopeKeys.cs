namespace CodeGen.Runtime.Costs;

/// <summary>
/// The budgets of a store by the keys of its journal. One that is in the journal and no longer defined, or defined otherwise, is *dormant*: nothing new concerns it, its sums stay, and they are there
/// when its definition comes back. Not thread-safe.
/// </summary>
internal sealed class ScopeKeys
{
    private readonly Dictionary<uint, List<BudgetScope>> _byMark = [];
    private readonly List<BudgetScope> _dormant = [];
    private readonly int _defined;

    public ScopeKeys(IReadOnlyList<BudgetScope> defined)
    {
        _defined = defined.Count;
        foreach (BudgetScope scope in defined)
        {
            Add(scope);
        }
    }

    public IReadOnlyList<BudgetScope> Dormant => _dormant;

    /// <summary>Reads a key and finds or adds its budget; nothing where it makes no sense.</summary>
    public BudgetScope? Read(ref JournalReader reader)
    {
        ReadOnlySpan<byte> key = BudgetKey.Read(ref reader);
        return reader.IsDamaged ? null : FindOrAdd(key);
    }

    public BudgetScope FindOrAdd(ReadOnlySpan<byte> key)
    {
        if (_byMark.TryGetValue(BudgetKey.MarkOf(key), out List<BudgetScope>? same))
        {
            foreach (BudgetScope scope in same)
            {
                if (key.SequenceEqual(scope.Key))
                {
                    return scope;
                }
            }
        }

        var dormant = new BudgetScope(key.ToArray(), _defined + _dormant.Count);
        _dormant.Add(dormant);
        Add(dormant);
        return dormant;
    }

    private void Add(BudgetScope scope)
    {
        uint mark = BudgetKey.MarkOf(scope.Key);
        if (!_byMark.TryGetValue(mark, out List<BudgetScope>? same))
        {
            _byMark[mark] = same = [];
        }

        same.Add(scope);
    }
}
