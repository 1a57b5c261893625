namespace CodeGen.Runtime.Costs;

/// <summary>What kind of thing a charge pays for.</summary>
public enum CostCategory
{
    /// <summary>Processors, memory and accelerators, by time.</summary>
    Compute,

    /// <summary>Bytes kept, by time.</summary>
    Storage,

    /// <summary>Bytes moved.</summary>
    Network,

    /// <summary>Calls of a model, by token.</summary>
    Model,

    /// <summary>Calls of an API, by request or time.</summary>
    Api,
}
