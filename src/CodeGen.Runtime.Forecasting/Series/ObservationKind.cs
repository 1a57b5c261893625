namespace CodeGen.Runtime.Forecasting;

/// <summary>What several observations of one step come to.</summary>
public enum ObservationKind
{
    /// <summary>Their sum: costs, requests. A step without observations is zero.</summary>
    Sum,

    /// <summary>Their mean: utilisation, prices. A step without observations is missing.</summary>
    Mean,
}
