namespace CodeGen.Runtime.Costs;

/// <summary>
/// Finds the budgets that an attribution concerns: by the value of each budget's first dimension, so that thousands of projects with a budget each cost one look. Immutable; thread-safe.
/// </summary>
internal sealed class ScopeIndex
{
    private readonly BudgetScope[] _all;
    private readonly (string Dimension, Dictionary<string, BudgetScope[]> ByValue)[] _dimensions;

    public ScopeIndex(IReadOnlyList<BudgetScope> scopes)
    {
        _all = [.. scopes.Where(static scope => scope.Definition.Scope.Count == 0)];
        _dimensions =
        [
            .. scopes.Where(static scope => scope.Definition.Scope.Count > 0)
                .GroupBy(static scope => scope.Definition.Scope[0].Key, StringComparer.Ordinal)
                .Select(static group => (group.Key, group.GroupBy(static scope => scope.Definition.Scope[0].Value, StringComparer.Ordinal)
                    .ToDictionary(static same => same.Key, static same => same.ToArray(), StringComparer.Ordinal))),
        ];
    }

    /// <summary>Writes them in the order of their names.</summary>
    /// <exception cref="InvalidOperationException">There are too many.</exception>
    public int Find(CostAttribution attribution, Span<BudgetScope?> found)
    {
        int count = 0;
        foreach (BudgetScope scope in _all)
        {
            Add(found, ref count, scope, attribution);
        }

        foreach ((string dimension, Dictionary<string, BudgetScope[]> byValue) in _dimensions)
        {
            if (attribution[dimension] is { } value && byValue.TryGetValue(value, out BudgetScope[]? scopes))
            {
                foreach (BudgetScope scope in scopes)
                {
                    if (Concerns(scope, attribution))
                    {
                        Add(found, ref count, scope, attribution);
                    }
                }
            }
        }

        return count;
    }

    private static bool Concerns(BudgetScope scope, CostAttribution attribution)
    {
        IReadOnlyList<KeyValuePair<string, string>> pairs = scope.Definition.Scope;
        for (int i = 1; i < pairs.Count; i++)
        {
            if (attribution[pairs[i].Key] != pairs[i].Value)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Keeps the order of names, which is that of the places.</summary>
    private static void Add(Span<BudgetScope?> found, ref int count, BudgetScope scope, CostAttribution attribution)
    {
        if (count == found.Length)
        {
            throw new InvalidOperationException(
                $"More than {found.Length} budgets concern one call ({string.Join(", ", found.ToArray().Append(scope).Select(static s => s!.Definition.Name))}); it is attributed to {attribution}. Take away budgets, or narrow their scopes.");
        }

        int place = count++;
        for (; place > 0 && found[place - 1]!.Index > scope.Index; place--)
        {
            found[place] = found[place - 1];
        }

        found[place] = scope;
    }
}
