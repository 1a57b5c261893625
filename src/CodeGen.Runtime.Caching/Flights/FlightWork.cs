namespace CodeGen.Runtime.Caching;

/// <summary>What the caller who starts a flight hands to it.</summary>
/// <param name="Key">The key.</param>
/// <param name="Flight">The flight.</param>
/// <param name="State">The factory's state.</param>
/// <param name="Factory">The factory.</param>
/// <param name="Options">What the call wants differently.</param>
/// <param name="Looked">What the shared tier had a moment ago, if it was asked.</param>
/// <param name="Waits">Called when the flight begins to wait for another node.</param>
/// <param name="OnCallersThread">Whether the factory may begin on the thread of the caller who brought it.</param>
internal sealed record FlightWork<TState, T>(
    EntryKey Key,
    Flight<T> Flight,
    TState State,
    Func<TState, CacheEntryContext, CancellationToken, ValueTask<T>> Factory,
    CacheEntryOptions? Options,
    SharedLookup<T>? Looked = null,
    Action? Waits = null,
    bool OnCallersThread = false);
