namespace CodeGen.Runtime.Caching;

/// <summary>What a miss comes back with from the shared tier: the value, or the ticket to make it here, if the tier can be written, and a value from before if it keeps one.</summary>
internal readonly record struct SharedOutcome<T>(FlightResult<T>? Found, WriteTicket? Ticket, CacheMissReason Reason, StaleValue<T>? Stale);
