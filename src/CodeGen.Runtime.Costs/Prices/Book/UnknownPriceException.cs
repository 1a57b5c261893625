namespace CodeGen.Runtime.Costs;

/// <summary>No price is known for what was used, and the policy is to reject that.</summary>
public sealed class UnknownPriceException : Exception
{
    internal UnknownPriceException(string name, string message)
        : base(message) => Name = name;

    /// <summary>The model, or the meter.</summary>
    public string Name { get; }
}
