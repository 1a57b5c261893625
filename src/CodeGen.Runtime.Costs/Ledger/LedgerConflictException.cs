namespace CodeGen.Runtime.Costs;

/// <summary>An event id was given a second time with another payload. The first record stands; nothing was added.</summary>
public sealed class LedgerConflictException : InvalidOperationException
{
    /// <summary>Makes an error without a message of its own.</summary>
    public LedgerConflictException()
        : base("The ledger has another record of this id.")
    {
    }

    /// <summary>Makes an error.</summary>
    /// <param name="message">Which id, and what to do.</param>
    public LedgerConflictException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an error.</summary>
    /// <param name="message">Which id, and what to do.</param>
    /// <param name="innerException">What led to it.</param>
    public LedgerConflictException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal LedgerConflictException(EventId id, long sequence, UInt128 kept, UInt128 given)
        : base(
            $"The event id {id} is taken by record {sequence} with payload hash {PayloadHash.Text(kept)}; the payload given now has {PayloadHash.Text(given)}. "
            + "A repeated call must carry the same kind and bytes; another event needs an id of its own.") =>
        (Id, Sequence, KeptHash, GivenHash) = (id.ToGuid(), sequence, PayloadHash.Text(kept), PayloadHash.Text(given));

    /// <summary>The id that both have.</summary>
    public Guid Id { get; }

    /// <summary>The sequence of the record that was first.</summary>
    public long Sequence { get; }

    /// <summary>The 128-bit hash of its kind and payload, 32 hexadecimal digits.</summary>
    public string KeptHash { get; } = "";

    /// <summary>The hash of the kind and payload that were refused.</summary>
    public string GivenHash { get; } = "";
}
