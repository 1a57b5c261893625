using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching;

/// <summary>A Set on its way: prepared before its record is appended, stored after. Dispose it.</summary>
internal sealed class PendingSet<T> : IDisposable
{
    public required SetTerms Terms { get; init; }

    public required T Value { get; init; }

    /// <summary>All but the stamp, which is the record's.</summary>
    public required FrameHeader Header { get; init; }

    /// <summary>Where it goes in the shared tier, if it does.</summary>
    public required DataKey DataKey { get; init; }

    /// <summary>The serialized value; <see langword="null"/> when it does not go to the shared tier.</summary>
    public required PooledBuffer? Raw { get; init; }

    public WriteTicket? Ticket { get; set; }

    /// <summary>When the ticket was taken, on the coarse clock.</summary>
    public long TicketAt { get; set; }

    public LogPosition Position { get; set; }

    public void Dispose() => Raw?.Dispose();
}
