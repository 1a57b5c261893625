using System.Collections.Concurrent;

namespace CodeGen.Runtime.Costs;

/// <summary>The budgets of this node, and those of others that holds name: other nodes may have other definitions, and what they hold can still be settled here. Thread-safe.</summary>
internal sealed class SharedScopes
{
    private readonly BudgetKeys _keys;
    private readonly SharedScope[] _own;
    private readonly ConcurrentDictionary<string, SharedScope> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<BudgetScope, SharedScope> _foreign = new(ReferenceEqualityComparer.Instance);

    public SharedScopes(IReadOnlyList<BudgetScope> scopes, BudgetKeys keys)
    {
        _keys = keys;
        _own = [.. scopes.Select(scope => new SharedScope(scope, keys))];
        foreach (SharedScope scope in _own)
        {
            _byName[scope.Name] = scope;
        }
    }

    /// <summary>Whether this node has any.</summary>
    public bool HasOwn => _own.Length > 0;

    public SharedScope this[BudgetScope scope] => scope.Index >= 0 ? _own[scope.Index] : _foreign[scope];

    /// <summary>The budget that a record names; one that this node does not have gets a definition that counts and refuses nothing.</summary>
    public SharedScope Find(string name, Currency currency) => _byName.GetOrAdd(name, static (name, arg) =>
    {
        var period = BudgetPeriod.Once(BudgetPeriod.Earliest, BudgetPeriod.Latest.AddDays(-1));
        string shown = name.IndexOf(':', StringComparison.Ordinal) is > 0 and int end ? name[..end] : name;
        var definition = new BudgetDefinition(shown, [], period, Money.FromPicos(0, arg.currency), [], BudgetMode.Observe);
        var scope = new SharedScope(new BudgetScope(definition, -1, 0, name), arg.self._keys);
        arg.self._foreign[scope.Scope] = scope;
        return scope;
    }, (self: this, currency));
}
