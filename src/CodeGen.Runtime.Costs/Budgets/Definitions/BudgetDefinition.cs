namespace CodeGen.Runtime.Costs;

/// <summary>A budget as it holds: checked and immutable. Thread-safe.</summary>
public sealed class BudgetDefinition
{
    internal BudgetDefinition(string name, IReadOnlyList<KeyValuePair<string, string>> scope, BudgetPeriod period, Money limit, IReadOnlyList<decimal> alerts, BudgetMode mode)
    {
        Name = name;
        Scope = scope;
        Period = period;
        Limit = limit;
        Alerts = alerts;
        Mode = mode;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The dimensions and the values they must have, by dimension; empty: everything.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Scope { get; }

    /// <summary>Its period.</summary>
    public BudgetPeriod Period { get; }

    /// <summary>How much one window may cost.</summary>
    public Money Limit { get; }

    /// <summary>The shares of the limit at which alerts are raised, in ascending order.</summary>
    public IReadOnlyList<decimal> Alerts { get; }

    /// <summary>How likely it has to be that a window passes the limit for an alert on the forecast; <see langword="null"/> for none.</summary>
    public double? AlertOnForecast { get; internal init; }

    /// <summary>What becomes of reservations that do not fit.</summary>
    public BudgetMode Mode { get; }
}
