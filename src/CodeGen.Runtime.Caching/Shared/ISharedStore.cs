namespace CodeGen.Runtime.Caching;

/// <summary>The shared tier's operations, each atomic on one key. Implementations throw <see cref="Coordination.CoordinationException"/> when the server is away.</summary>
internal interface ISharedStore : IAsyncDisposable
{
    /// <summary>Reads a frame.</summary>
    /// <param name="key">Where.</param>
    /// <param name="withLife">Whether what is left of the key's life has to come along; otherwise it may be left to what the frame says of it.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    ValueTask<SharedRead> ReadAsync(DataKey key, bool withLife, CancellationToken cancellationToken);

    /// <summary>The fixed prefix of the frame and what is left of the key's life: what it takes to tell whether a copy is still the value, in place of the value. Dispose it.</summary>
    ValueTask<SharedRead> PeekAsync(DataKey key, CancellationToken cancellationToken);

    /// <summary>Notes what is there before a factory begins; with a token also tries to take the flight.</summary>
    ValueTask<WriteTicket> BeginAsync(DataKey key, string? token, TimeSpan life, CancellationToken cancellationToken);

    /// <summary>Writes a factory's frame if nothing overtook it.</summary>
    ValueTask<WriteOutcome> WriteCreatedAsync(DataKey key, ReadOnlyMemory<byte> frame, WriteTicket ticket, TimeSpan maxAge, TimeSpan timeToLive, CancellationToken cancellationToken);

    /// <summary>Writes an explicitly set frame unless a later set is there, or the ticket, taken before its record was appended, is too old.</summary>
    ValueTask<WriteOutcome> WriteSetAsync(
        DataKey key, ReadOnlyMemory<byte> frame, Coordination.LogPosition position, WriteTicket ticket, TimeSpan maxAge, TimeSpan timeToLive, CancellationToken cancellationToken);

    /// <summary>Deletes the frame if it is of another epoch or stamped before the position.</summary>
    Task RemoveOlderAsync(DataKey key, Coordination.LogPosition position, CancellationToken cancellationToken);

    /// <summary>
    /// Prolongs the life of a value in use, if it is still that write: to the given life or, if that is sooner, to the end of its absolute life on the server's clock, and what it is kept
    /// after that. Never shortens it.
    /// </summary>
    /// <returns>What is left of its life, without what it is kept after it; <see langword="null"/> when another value or none is there.</returns>
    ValueTask<TimeSpan?> TouchAsync(DataKey key, ulong writeVersion, TimeSpan life, long serverEndsAt, TimeSpan staleFor, CancellationToken cancellationToken);

    /// <summary>Prolongs a flight; <see langword="false"/> when another node has it.</summary>
    ValueTask<bool> RenewFlightAsync(DataKey key, string token, TimeSpan life, CancellationToken cancellationToken);

    /// <summary>Ends a flight and wakes those who wait for it on other nodes.</summary>
    ValueTask EndFlightAsync(DataKey key, string token, CancellationToken cancellationToken);

    /// <summary>Completes when the flight of the key ended somewhere, or after the time given.</summary>
    Task WaitForFlightAsync(DataKey key, TimeSpan atMost, CancellationToken cancellationToken);
}
