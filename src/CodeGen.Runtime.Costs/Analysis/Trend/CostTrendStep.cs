namespace CodeGen.Runtime.Costs;

/// <summary>How long the steps of a <see cref="CostTrend"/> are.</summary>
public enum CostTrendStep
{
    /// <summary>Days of the billing zone.</summary>
    Day,

    /// <summary>Weeks from Monday.</summary>
    Week,

    /// <summary>Calendar months.</summary>
    Month,
}
