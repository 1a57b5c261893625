using System.Collections.Concurrent;
using CodeGen.Runtime.Caching;
using CodeGen.Runtime.Coordination;

namespace CodeGen.Runtime.IntegrationTests;

/// <summary>The shared tier of one node, with places at which a test can hold it, cut it off, or let it believe that it is older than it is.</summary>
internal sealed class HookedStore(ISharedStore inner) : ISharedStore
{
    private readonly ConcurrentDictionary<StoreOperation, Gate> _before = new();
    private readonly ConcurrentDictionary<StoreOperation, Gate> _after = new();
    private readonly ConcurrentDictionary<StoreOperation, bool> _dead = new();
    private readonly ConcurrentDictionary<StoreOperation, int> _calls = new();

    /// <summary>What became of this node's writes, in their order.</summary>
    public ConcurrentQueue<WriteOutcome> Outcomes { get; } = new();

    /// <summary>By how much the server's time at the beginning of a factory is put back: what a node sees that was frozen for that long.</summary>
    public TimeSpan FrozenFor { get; set; }

    /// <summary>Holds the next operation of the kind before it is sent.</summary>
    public Gate PauseBefore(StoreOperation operation) => _before[operation] = new Gate();

    /// <summary>Holds the next operation of the kind when its answer is there.</summary>
    public Gate PauseAfter(StoreOperation operation) => _after[operation] = new Gate();

    /// <summary>From now on the operation is not executed and fails, as if the process had died before it.</summary>
    public void Kill(params StoreOperation[] operations) => Array.ForEach(operations, o => _dead[o] = true);

    /// <summary>Undoes <see cref="Kill"/>.</summary>
    public void Revive() => _dead.Clear();

    /// <summary>How often the operation was asked for.</summary>
    public int Calls(StoreOperation operation) => _calls.GetValueOrDefault(operation);

    public ValueTask<SharedRead> ReadAsync(DataKey key, bool withLife, CancellationToken cancellationToken) =>
        HookAsync(StoreOperation.Read, () => inner.ReadAsync(key, withLife, cancellationToken));

    public ValueTask<SharedRead> PeekAsync(DataKey key, CancellationToken cancellationToken) =>
        HookAsync(StoreOperation.Peek, () => inner.PeekAsync(key, cancellationToken));

    public ValueTask<WriteTicket> BeginAsync(DataKey key, string? token, TimeSpan life, CancellationToken cancellationToken) =>
        HookAsync(
            StoreOperation.Begin,
            async () =>
            {
                WriteTicket ticket = await inner.BeginAsync(key, token, life, cancellationToken);
                return ticket with { BeganAt = ticket.BeganAt - (long)FrozenFor.TotalMilliseconds };
            });

    public ValueTask<WriteOutcome> WriteCreatedAsync(
        DataKey key, ReadOnlyMemory<byte> frame, WriteTicket ticket, TimeSpan maxAge, TimeSpan timeToLive, CancellationToken cancellationToken) =>
        HookAsync(StoreOperation.WriteCreated, async () => Note(await inner.WriteCreatedAsync(key, frame, ticket, maxAge, timeToLive, cancellationToken)));

    public ValueTask<WriteOutcome> WriteSetAsync(
        DataKey key, ReadOnlyMemory<byte> frame, LogPosition position, WriteTicket ticket, TimeSpan maxAge, TimeSpan timeToLive, CancellationToken cancellationToken) =>
        HookAsync(StoreOperation.WriteSet, async () => Note(await inner.WriteSetAsync(key, frame, position, ticket, maxAge, timeToLive, cancellationToken)));

    public Task RemoveOlderAsync(DataKey key, LogPosition position, CancellationToken cancellationToken) =>
        HookAsync(
            StoreOperation.RemoveOlder,
            async () =>
            {
                await inner.RemoveOlderAsync(key, position, cancellationToken);
                return true;
            }).AsTask();

    public ValueTask<TimeSpan?> TouchAsync(DataKey key, ulong writeVersion, TimeSpan life, long serverEndsAt, TimeSpan staleFor, CancellationToken cancellationToken) =>
        HookAsync(StoreOperation.Touch, () => inner.TouchAsync(key, writeVersion, life, serverEndsAt, staleFor, cancellationToken));

    public ValueTask<bool> RenewFlightAsync(DataKey key, string token, TimeSpan life, CancellationToken cancellationToken) =>
        HookAsync(StoreOperation.RenewFlight, () => inner.RenewFlightAsync(key, token, life, cancellationToken));

    public async ValueTask EndFlightAsync(DataKey key, string token, CancellationToken cancellationToken) =>
        await HookAsync(
            StoreOperation.EndFlight,
            async () =>
            {
                await inner.EndFlightAsync(key, token, cancellationToken);
                return true;
            });

    public Task WaitForFlightAsync(DataKey key, TimeSpan atMost, CancellationToken cancellationToken) =>
        HookAsync(
            StoreOperation.WaitForFlight,
            async () =>
            {
                await inner.WaitForFlightAsync(key, atMost, cancellationToken);
                return true;
            }).AsTask();

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private WriteOutcome Note(WriteOutcome outcome)
    {
        Outcomes.Enqueue(outcome);
        return outcome;
    }

    private async ValueTask<T> HookAsync<T>(StoreOperation operation, Func<ValueTask<T>> run)
    {
        _calls.AddOrUpdate(operation, 1, static (_, n) => n + 1);
        if (_before.TryRemove(operation, out Gate? before))
        {
            await before.PassAsync();
        }

        if (_dead.ContainsKey(operation))
        {
            throw new CoordinationException($"The test does not let this node do {operation}.");
        }

        T result = await run();
        if (_after.TryRemove(operation, out Gate? after))
        {
            await after.PassAsync();
        }

        return result;
    }
}
