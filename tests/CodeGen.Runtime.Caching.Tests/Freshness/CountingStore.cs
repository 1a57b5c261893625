using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching.Tests.Freshness;

/// <summary>Counts what a node asks of the shared tier.</summary>
internal sealed class CountingStore(ISharedStore inner) : ISharedStore
{
    private int _reads;
    private int _writes;
    private int _peeks;
    private int _touches;

    public int Reads => Volatile.Read(ref _reads);

    public int Peeks => Volatile.Read(ref _peeks);

    public int Writes => Volatile.Read(ref _writes);

    public int Touches => Volatile.Read(ref _touches);

    public ValueTask<SharedRead> ReadAsync(DataKey key, bool withLife, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return inner.ReadAsync(key, withLife, cancellationToken);
    }

    public ValueTask<SharedRead> PeekAsync(DataKey key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _peeks);
        return inner.PeekAsync(key, cancellationToken);
    }

    public ValueTask<WriteTicket> BeginAsync(DataKey key, string? token, TimeSpan life, CancellationToken cancellationToken) =>
        inner.BeginAsync(key, token, life, cancellationToken);

    public ValueTask<WriteOutcome> WriteCreatedAsync(
        DataKey key, ReadOnlyMemory<byte> frame, WriteTicket ticket, TimeSpan maxAge, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _writes);
        return inner.WriteCreatedAsync(key, frame, ticket, maxAge, timeToLive, cancellationToken);
    }

    public ValueTask<WriteOutcome> WriteSetAsync(
        DataKey key, ReadOnlyMemory<byte> frame, LogPosition position, WriteTicket ticket, TimeSpan maxAge, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _writes);
        return inner.WriteSetAsync(key, frame, position, ticket, maxAge, timeToLive, cancellationToken);
    }

    public Task RemoveOlderAsync(DataKey key, LogPosition position, CancellationToken cancellationToken) => inner.RemoveOlderAsync(key, position, cancellationToken);

    public ValueTask<TimeSpan?> TouchAsync(DataKey key, ulong writeVersion, TimeSpan life, long serverEndsAt, TimeSpan staleFor, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _touches);
        return inner.TouchAsync(key, writeVersion, life, serverEndsAt, staleFor, cancellationToken);
    }

    public ValueTask<bool> RenewFlightAsync(DataKey key, string token, TimeSpan life, CancellationToken cancellationToken) =>
        inner.RenewFlightAsync(key, token, life, cancellationToken);

    public ValueTask EndFlightAsync(DataKey key, string token, CancellationToken cancellationToken) => inner.EndFlightAsync(key, token, cancellationToken);

    public Task WaitForFlightAsync(DataKey key, TimeSpan atMost, CancellationToken cancellationToken) => inner.WaitForFlightAsync(key, atMost, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
