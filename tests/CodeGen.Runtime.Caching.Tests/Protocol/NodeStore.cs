using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>The shared tier as one node reaches it.</summary>
internal sealed class NodeStore(SharedData data, Link link, TimeProvider nodeClock) : ISharedStore
{
    public async ValueTask<SharedRead> ReadAsync(DataKey key, bool withLife, CancellationToken cancellationToken)
    {
        var found = await link.CallAsync(CallKind.DataRead, () => data.Read(key.Data));
        return found is { } value ? new SharedRead(value.Bytes, value.Remaining, null) : default;
    }

    public async ValueTask<SharedRead> PeekAsync(DataKey key, CancellationToken cancellationToken)
    {
        var found = await link.CallAsync(CallKind.DataRead, () => data.Read(key.Data));
        return found is { } value ? new SharedRead(value.Bytes.AsMemory(0, Math.Min(value.Bytes.Length, EntryFrame.FixedPrefixLength)), value.Remaining, null) : default;
    }

    public async ValueTask<WriteTicket> BeginAsync(DataKey key, string? token, TimeSpan life, CancellationToken cancellationToken) =>
        await link.CallAsync(CallKind.DataBegin, () => data.Begin(key, token, life));

    public async ValueTask<WriteOutcome> WriteCreatedAsync(
        DataKey key, ReadOnlyMemory<byte> frame, WriteTicket ticket, TimeSpan maxAge, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        byte[] copy = frame.ToArray();
        return await link.CallAsync(CallKind.DataWriteCreated, () => data.WriteCreated(key, copy, ticket, maxAge, timeToLive));
    }

    public async ValueTask<WriteOutcome> WriteSetAsync(
        DataKey key, ReadOnlyMemory<byte> frame, LogPosition position, WriteTicket ticket, TimeSpan maxAge, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        byte[] copy = frame.ToArray();
        return await link.CallAsync(CallKind.DataWriteSet, () => data.WriteSet(key.Data, copy, position, ticket, maxAge, timeToLive));
    }

    public Task RemoveOlderAsync(DataKey key, LogPosition position, CancellationToken cancellationToken) =>
        link.CallAsync(CallKind.DataRemove, () => data.RemoveOlder(key.Data, position));

    public async ValueTask<TimeSpan?> TouchAsync(
        DataKey key, ulong writeVersion, TimeSpan life, long serverEndsAt, TimeSpan staleFor, CancellationToken cancellationToken) =>
        await link.CallAsync(CallKind.DataTouch, () => data.Touch(key.Data, writeVersion, life, serverEndsAt, staleFor));

    public async ValueTask<bool> RenewFlightAsync(DataKey key, string token, TimeSpan life, CancellationToken cancellationToken) =>
        await link.CallAsync(CallKind.DataFlight, () => data.RenewFlight(key.Flight, token, life));

    public async ValueTask EndFlightAsync(DataKey key, string token, CancellationToken cancellationToken) =>
        await link.CallAsync(CallKind.DataFlight, () => data.EndFlight(key.Flight, token));

    public async Task WaitForFlightAsync(DataKey key, TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            await data.WhenFlightEnds(key.Flight).WaitAsync(atMost, nodeClock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The caller polls.
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
