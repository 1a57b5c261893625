namespace CodeGen.Runtime.Costs;

/// <summary>
/// A charge is in this node's ledger, and PostgreSQL did not confirm it in time. It is fed as soon as PostgreSQL can be reached, so whoever hands it in again must do so with the same event id.
/// </summary>
public sealed class CostNotStoredException : IOException
{
    /// <summary>Makes an error without a message of its own.</summary>
    public CostNotStoredException()
        : base("PostgreSQL has not confirmed the charge.")
    {
    }

    /// <summary>Makes an error.</summary>
    /// <param name="message">Why, and what to do.</param>
    public CostNotStoredException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error.</summary>
    /// <param name="message">Why, and what to do.</param>
    /// <param name="innerException">What the database said.</param>
    public CostNotStoredException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
