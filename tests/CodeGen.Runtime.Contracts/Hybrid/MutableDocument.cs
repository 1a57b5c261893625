namespace CodeGen.Runtime.Contracts.Hybrid;

/// <summary>A value that callers can change.</summary>
public sealed class MutableDocument
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its lines.</summary>
    public List<string> Lines { get; set; } = [];
}
