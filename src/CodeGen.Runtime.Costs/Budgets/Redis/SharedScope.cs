using System.Globalization;
using StackExchange.Redis;

namespace CodeGen.Runtime.Costs;

/// <summary>A budget as scripts are told of it.</summary>
internal sealed class SharedScope
{
    private const decimal AlertUnits = 1_000_000m;

    private volatile SharedWindows? _windows;

    public SharedScope(BudgetScope scope, BudgetKeys keys)
    {
        Scope = scope;
        Key = keys.Budget(scope.SharedName);
        Limit = LimbText.Of(scope.Limit);
        Enforced = scope.IsEnforced ? 1 : 0;
        Reach = scope.Table.Reach;
        Levels = string.Join(',', scope.Definition.Alerts.Select((share, i) => string.Create(CultureInfo.InvariantCulture, $"{(long)(share * AlertUnits)}={LimbText.Of(scope.Thresholds[i])}")));
    }

    public BudgetScope Scope { get; }

    public string Name => Scope.SharedName;

    public RedisKey Key { get; }

    public RedisValue Limit { get; }

    public RedisValue Enforced { get; }

    public RedisValue Reach { get; }

    /// <summary>The shares in millionths and the sums at which alerts are raised, ascending: <c>800000=0:400:0,1000000=0:500:0</c>.</summary>
    public RedisValue Levels { get; }

    /// <summary>The window of an instant and the next one: what the server's clock most likely lies in, without sending all of the table.</summary>
    public SharedWindows WindowsAt(long now)
    {
        WindowTable table = Scope.Table;
        if (_windows is { } known && known.Table == table && now >= known.From && now < known.Until)
        {
            return known;
        }

        return _windows = new SharedWindows(table, now);
    }

    /// <summary>Which of the budget's alerts a share in millionths is, or -1.</summary>
    public int AlertOf(string millionths)
    {
        decimal share = decimal.Parse(millionths, CultureInfo.InvariantCulture) / AlertUnits;
        return Scope.Definition.Alerts.ToList().IndexOf(share);
    }
}
