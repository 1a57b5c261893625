namespace CodeGen.Runtime.Costs;

/// <summary>Counts of tokens that cannot be true: a negative one, or parts larger than their whole. Nothing was priced; look at how the counts are taken from the provider's response.</summary>
public sealed class ImpossibleUsageException : ArgumentException
{
    internal ImpossibleUsageException(string message, string property)
        : base(message, property)
    {
    }
}
