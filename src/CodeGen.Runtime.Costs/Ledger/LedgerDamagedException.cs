namespace CodeGen.Runtime.Costs;

/// <summary>Files of the ledger are missing or of a format that this version does not know, so that going on would lose records in silence.</summary>
public sealed class LedgerDamagedException : IOException
{
    /// <summary>Makes an error without a message of its own.</summary>
    public LedgerDamagedException()
        : base("The ledger's files are damaged.")
    {
    }

    /// <summary>Makes an error.</summary>
    /// <param name="message">Which file, what is wrong with it, and what to do.</param>
    public LedgerDamagedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error.</summary>
    /// <param name="message">Which file, what is wrong with it, and what to do.</param>
    /// <param name="innerException">What the system said.</param>
    public LedgerDamagedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
