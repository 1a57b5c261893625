using Npgsql;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// The database cannot be the record of this node's ledger as things are: a schema of another version, a missing privilege, another process that feeds for the node, a ledger that is not the one that was
/// fed before. The message says what to do. Nothing is lost: the ledger keeps what is booked.
/// </summary>
public sealed class CostStoreRefusedException : InvalidOperationException
{
    /// <summary>Makes an error without a message of its own.</summary>
    public CostStoreRefusedException()
        : base("The database cannot take the ledger.")
    {
    }

    /// <summary>Makes an error.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    public CostStoreRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <param name="innerException">What the database said.</param>
    public CostStoreRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal CostStoreRefusedException(string message, bool isFinal)
        : base(message) =>
        IsFinal = isFinal;

    internal static CostStoreRefusedException Lacks(PostgresException e, string schema) => new(
        $"The role lacks a privilege ({e.MessageText}). Let the owner of schema '{schema}' run the script of {nameof(PostgreSqlSchema)}.{nameof(PostgreSqlSchema.Script)} where it is not there yet, "
        + "and grant what docs/postgresql.md lists.",
        e);

    /// <summary>Whether trying again in this process makes no sense.</summary>
    internal bool IsFinal { get; }
}
