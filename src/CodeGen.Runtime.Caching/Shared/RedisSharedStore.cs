using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CodeGen.Runtime.Coordination;
using StackExchange.Redis;

namespace CodeGen.Runtime.Caching;

/// <summary>The shared tier on Redis, Redis Cluster or a compatible server. Values travel in leased buffers; the remaining life is read with the value.</summary>
internal sealed class RedisSharedStore : ISharedStore
{
    private readonly RedisConnection _connection;
    private readonly TimeProvider _timeProvider;
    private readonly RedisChannel _flights;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _subscribing = new(1, 1);
    private readonly ServerClock _clock;
    private ChannelMessageQueue? _queue;

    public RedisSharedStore(RedisConnection connection, string ns, TimeProvider timeProvider)
    {
        _connection = connection;
        _timeProvider = timeProvider;
        _clock = new ServerClock(timeProvider);
        _flights = RedisChannel.Literal($"{ns}:flights");
    }

    [AsyncMethodBuilder(typeof(SharedPoolMethodBuilder<>))]
    public async ValueTask<SharedRead> ReadAsync(DataKey key, bool withLife, CancellationToken cancellationToken)
    {
        try
        {
            IDatabase database = await DatabaseAsync(cancellationToken).ConfigureAwait(false);
            _clock.Keep(database);

            // The life is asked first: a value that is replaced between the two is then given the life of the one before it, cut at its own, and so never lives too long.
            Task<TimeSpan?>? life = withLife || _clock.Now is null ? database.KeyTimeToLiveAsync(key.Bytes) : null;
            Task<Lease<byte>?> value = database.StringGetLeaseAsync(key.Bytes);
            TimeSpan? remaining = null;
            Lease<byte>? lease;
            try
            {
                if (life is not null)
                {
                    remaining = await life.WaitAsync(cancellationToken).ConfigureAwait(false);
                }

                lease = await value.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                ReleaseLater(value);
                throw;
            }

            if (lease is null || lease.Length == 0 || (life is not null && remaining is null))
            {
                // A value without an end of life is none of ours.
                lease?.Dispose();
                return default;
            }

            return new SharedRead(lease.Memory, remaining, lease) { ServerNow = life is null ? _clock.Now : null };
        }
        catch (Exception e) when (RedisErrors.IsRedis(e))
        {
            throw RedisErrors.Wrap(e, "read a value", _connection.Endpoint);
        }
    }

    public async ValueTask<SharedRead> PeekAsync(DataKey key, CancellationToken cancellationToken)
    {
        try
        {
            IDatabase database = await DatabaseAsync(cancellationToken).ConfigureAwait(false);
            Task<TimeSpan?> life = database.KeyTimeToLiveAsync(key.Bytes);
            Task<RedisValue> prefix = database.StringGetRangeAsync(key.Bytes, 0, EntryFrame.FixedPrefixLength - 1);
            TimeSpan? remaining = await life.WaitAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlyMemory<byte> head = await prefix.WaitAsync(cancellationToken).ConfigureAwait(false);
            return remaining is null ? default : new SharedRead(head, remaining);
        }
        catch (Exception e) when (RedisErrors.IsRedis(e))
        {
            throw RedisErrors.Wrap(e, "look at a value", _connection.Endpoint);
        }
    }

    public async ValueTask<WriteTicket> BeginAsync(DataKey key, string? token, TimeSpan life, CancellationToken cancellationToken)
    {
        RedisResult result = await EvaluateAsync(
            SharedScripts.Begin, [key.Bytes, key.Flight], [token ?? string.Empty, Milliseconds(life)], "begin a flight", cancellationToken).ConfigureAwait(false);
        var parts = (RedisValue[]?)result;
        if (parts is not { Length: 3 })
        {
            throw new CoordinationException($"Redis at {_connection.Endpoint} gave an answer of an unexpected shape.");
        }

        byte[] seen = (byte[]?)parts[0] ?? [];
        return new WriteTicket(seen.Length == sizeof(ulong) ? BinaryPrimitives.ReadUInt64BigEndian(seen) : 0, (long)parts[1], token, (long)parts[2] == 1);
    }

    public async ValueTask<WriteOutcome> WriteCreatedAsync(
        DataKey key, ReadOnlyMemory<byte> frame, WriteTicket ticket, TimeSpan maxAge, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        RedisValue seen = ticket.SeenVersion == 0 ? RedisValue.EmptyString : Bytes(ticket.SeenVersion);
        RedisResult result = await EvaluateAsync(
            SharedScripts.WriteCreated,
            [key.Bytes, key.Flight],
            [seen, ticket.BeganAt, Milliseconds(maxAge), Milliseconds(timeToLive), ticket.Token ?? string.Empty, frame],
            "write a value",
            cancellationToken).ConfigureAwait(false);
        return (WriteOutcome)(int)result;
    }

    public async ValueTask<WriteOutcome> WriteSetAsync(
        DataKey key, ReadOnlyMemory<byte> frame, LogPosition position, WriteTicket ticket, TimeSpan maxAge, TimeSpan timeToLive, CancellationToken cancellationToken) =>
        (WriteOutcome)(int)await EvaluateAsync(
            SharedScripts.WriteSet,
            [key.Bytes],
            [Bytes(position.Epoch), position.Sequence, Milliseconds(timeToLive), ticket.BeganAt, Milliseconds(maxAge), frame],
            "set a value",
            cancellationToken).ConfigureAwait(false);

    public Task RemoveOlderAsync(DataKey key, LogPosition position, CancellationToken cancellationToken) =>
        EvaluateAsync(SharedScripts.RemoveOlder, [key.Bytes], [Bytes(position.Epoch), position.Sequence], "remove a value", cancellationToken);

    public async ValueTask<TimeSpan?> TouchAsync(
        DataKey key, ulong writeVersion, TimeSpan life, long serverEndsAt, TimeSpan staleFor, CancellationToken cancellationToken)
    {
        RedisResult result = await EvaluateAsync(
            SharedScripts.Touch,
            [key.Bytes],
            [Bytes(writeVersion), Milliseconds(life), serverEndsAt, (long)staleFor.TotalMilliseconds],
            "prolong a value",
            cancellationToken).ConfigureAwait(false);
        long left = (long)result;
        return left < 0 ? null : TimeSpan.FromMilliseconds(left);
    }

    public async ValueTask<bool> RenewFlightAsync(DataKey key, string token, TimeSpan life, CancellationToken cancellationToken) =>
        (int)await EvaluateAsync(SharedScripts.RenewFlight, [key.Flight], [token, Milliseconds(life)], "renew a flight", cancellationToken).ConfigureAwait(false) == 1;

    public async ValueTask EndFlightAsync(DataKey key, string token, CancellationToken cancellationToken) =>
        await EvaluateAsync(SharedScripts.EndFlight, [key.Flight], [token, (RedisValue)(string?)_flights, key.Flight], "end a flight", cancellationToken).ConfigureAwait(false);

    public async Task WaitForFlightAsync(DataKey key, TimeSpan atMost, CancellationToken cancellationToken)
    {
        // Registered and subscribed before the look at the flight: one that ends after the look wakes this caller, and for one that has ended before it nobody waits.
        TaskCompletionSource ended = _waiting.GetOrAdd(key.Flight, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await SubscribeAsync(cancellationToken).ConfigureAwait(false);
            IDatabase database = await DatabaseAsync(cancellationToken).ConfigureAwait(false);
            if (!await database.KeyExistsAsync(key.Flight, CommandFlags.DemandMaster).WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            await ended.Task.WaitAsync(atMost, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The caller polls.
        }
        catch (Exception e) when (RedisErrors.IsRedis(e))
        {
            throw RedisErrors.Wrap(e, "wait for a flight", _connection.Endpoint);
        }
        finally
        {
            _waiting.TryRemove(KeyValuePair.Create(key.Flight, ended));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _queue, null) is { } queue)
        {
            try
            {
                await queue.UnsubscribeAsync(CommandFlags.FireAndForget).ConfigureAwait(false);
            }
            catch (Exception e) when (RedisErrors.IsRedis(e))
            {
                // The server is away: there is nothing to unsubscribe from.
            }
        }
    }

    private async ValueTask SubscribeAsync(CancellationToken cancellationToken)
    {
        if (_queue is not null)
        {
            return;
        }

        await _subscribing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_queue is null)
            {
                IConnectionMultiplexer control = await _connection.ControlAsync(cancellationToken).ConfigureAwait(false);
                ChannelMessageQueue queue = await control.GetSubscriber().SubscribeAsync(_flights).WaitAsync(cancellationToken).ConfigureAwait(false);
                queue.OnMessage(message =>
                {
                    if ((string?)message.Message is { } flight && _waiting.TryRemove(flight, out TaskCompletionSource? waiting))
                    {
                        waiting.TrySetResult();
                    }
                });
                _queue = queue;
            }
        }
        finally
        {
            _subscribing.Release();
        }
    }

    private async ValueTask<IDatabase> DatabaseAsync(CancellationToken cancellationToken) =>
        (await _connection.DataAsync(cancellationToken).ConfigureAwait(false)).GetDatabase();

    private async Task<RedisResult> EvaluateAsync(string script, RedisKey[] keys, RedisValue[] arguments, string operation, CancellationToken cancellationToken)
    {
        try
        {
            IDatabase database = await DatabaseAsync(cancellationToken).ConfigureAwait(false);
            return await database.ScriptEvaluateAsync(script, keys, arguments, CommandFlags.DemandMaster).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (RedisErrors.IsRedis(e))
        {
            throw RedisErrors.Wrap(e, operation, _connection.Endpoint);
        }
    }

    /// <summary>Nobody waits for the answer any more, which comes all the same in a rented buffer.</summary>
    private static void ReleaseLater(Task<Lease<byte>?> value) => value.ContinueWith(
        static answer =>
        {
            if (answer.IsCompletedSuccessfully)
            {
                answer.Result?.Dispose();
            }
            else
            {
                _ = answer.Exception;
            }
        },
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    private static long Milliseconds(TimeSpan span) => Math.Max(1, (long)span.TotalMilliseconds);

    private static RedisValue Bytes(ulong value)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }
}
