namespace CodeGen.Runtime.Costs;

/// <summary>How often a charge comes: column <c>ChargeFrequency</c>.</summary>
public enum FocusChargeFrequency
{
    /// <summary>Whenever something is consumed. Not for purchases.</summary>
    UsageBased,

    /// <summary>Once.</summary>
    OneTime,

    /// <summary>At a regular pace.</summary>
    Recurring,
}
