namespace CodeGen.Runtime.Costs;

/// <summary>How fine sums of the ledger are.</summary>
public enum RollupLevel
{
    /// <summary>Minutes of UTC.</summary>
    Minute,

    /// <summary>Hours of UTC.</summary>
    Hour,

    /// <summary>Days of the billing zone.</summary>
    Day,

    /// <summary>Months of the billing zone.</summary>
    Month,
}
