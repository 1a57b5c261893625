namespace CodeGen.Runtime.Costs;

/// <summary>The ledger cannot take records or be opened: no room, a failing disk, another process that writes it. Nothing of the refused record was kept.</summary>
public sealed class LedgerUnavailableException : IOException
{
    /// <summary>Makes an error without a message of its own.</summary>
    public LedgerUnavailableException()
        : base("The ledger is not available.")
    {
    }

    /// <summary>Makes an error.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    public LedgerUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="innerException">What the system said.</param>
    public LedgerUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
