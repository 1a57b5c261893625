namespace CodeGen.Runtime.Costs;

/// <summary>What became of a promised saving.</summary>
public enum PromiseStatus
{
    /// <summary>Too little was charged since to say.</summary>
    Pending,

    /// <summary>It came: at least what was promised, less the tolerance.</summary>
    Kept,

    /// <summary>It did not come, or too little of it.</summary>
    Missed,
}
