namespace CodeGen.Runtime.Costs;

/// <summary>One alert for one destination. <see cref="Id"/> is the alert's: the same for all destinations, in all attempts and after a restart.</summary>
internal sealed class AlertMessage(EventId id, string destination, byte[] body)
{
    public EventId Id { get; } = id;

    public string Destination { get; } = destination;

    public byte[] Body { get; } = body;

    /// <summary>Whether there is something to send: the body of a damaged file is empty.</summary>
    public bool IsWhole => Body.Length > 0;

    /// <summary>Whether a file holds it. Set before it is queued, and by whoever took it from the queue.</summary>
    public bool IsStored { get; set; }

    /// <summary>How often it was tried in this process. Guarded by its queue's lock, as what follows.</summary>
    public int Failures { get; set; }

    public DateTimeOffset NotBefore { get; set; }
}
