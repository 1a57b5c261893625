namespace CodeGen.Runtime.Costs;

/// <summary>How sure a saving is.</summary>
public enum RecommendationConfidence
{
    /// <summary>It rests on few days, or on what somebody assumes.</summary>
    Low,

    /// <summary>It rests on a measurement that a replay cannot repeat, such as how many answers of another model are good enough, or days differ much.</summary>
    Medium,

    /// <summary>The same requests were priced otherwise; nothing but that they go on alike is assumed.</summary>
    High,
}
