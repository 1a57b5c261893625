using System.Buffers.Text;
using System.Globalization;
using StackExchange.Redis;

namespace CodeGen.Runtime.Coordination;

/// <summary>The log on Redis 6.2 or later, Redis Cluster, or a compatible server whose scripts are atomic. All its keys share one hash slot.</summary>
internal sealed class RedisLogServer : ILogServer
{
    private readonly RedisConnection _connection;
    private readonly CoordinationOptions _options;
    private readonly RedisKey[] _log;
    private readonly RedisKey[] _logAndNodes;
    private readonly RedisChannel _channel;
    private readonly string _node = RandomIdentity.Next().ToString("x16", CultureInfo.InvariantCulture);
    private ChannelMessageQueue? _queue;

    public RedisLogServer(RedisConnection connection, CoordinationOptions options, string name)
    {
        _connection = connection;
        _options = options;
        string tag = $"{name}:{{{name}-log}}";
        _log = [$"{tag}"];
        _logAndNodes = [_log[0], $"{tag}:nodes"];
        _channel = RedisChannel.Literal($"{tag}:bell");
    }

    public bool IsLocal => false;

    public bool IsReachable => _connection.IsReachable;

    public async Task SubscribeAsync(Action<Doorbell> listener, CancellationToken cancellationToken)
    {
        try
        {
            IConnectionMultiplexer control = await _connection.ControlAsync(cancellationToken).ConfigureAwait(false);
            _queue = await control.GetSubscriber().SubscribeAsync(_channel).WaitAsync(_options.ConnectTimeout, cancellationToken).ConfigureAwait(false);
            _queue.OnMessage(message => listener(Parse((byte[]?)message.Message)));
        }
        catch (Exception e) when (RedisErrors.IsRedis(e))
        {
            throw RedisErrors.Wrap(e, "subscribe to the invalidation log", _connection.Endpoint);
        }
    }

    public async Task<LogHead> AppendAsync(LogRecord record, CancellationToken cancellationToken)
    {
        var arguments = new RedisValue[5 + record.Members.Count];
        arguments[0] = NewEpoch();
        arguments[1] = (RedisValue)(string?)_channel;
        arguments[2] = record.EncodeBody(record.Origin);
        arguments[3] = _options.MaxLogRecords;
        arguments[4] = TimeMark.IntervalMilliseconds;
        for (int i = 0; i < record.Members.Count; i++)
        {
            arguments[5 + i] = record.Members[i];
        }

        return Head(await EvaluateAsync(RedisLogScripts.Append, _log, arguments, "append to the invalidation log", cancellationToken).ConfigureAwait(false));
    }

    public async Task<LogHead> RenewAsync(bool recovers, CancellationToken cancellationToken) =>
        Head(await EvaluateAsync(RedisLogScripts.Renew, _logAndNodes, [NewEpoch(), _node, recovers ? 1 : 0], "renew the lease", cancellationToken).ConfigureAwait(false));

    public async Task<LogPage> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        RedisResult result = await EvaluateAsync(RedisLogScripts.Read, _log, [NewEpoch(), after, limit], "read the invalidation log", cancellationToken).ConfigureAwait(false);
        var parts = (RedisResult[]?)result ?? throw Unexpected();
        var flat = (RedisResult[]?)parts[1] ?? [];
        var members = new List<KeyValuePair<string, long>>(flat.Length / 2);
        for (int i = 0; i + 1 < flat.Length; i += 2)
        {
            members.Add(new((string)flat[i]!, (long)double.Parse((string)flat[i + 1]!, CultureInfo.InvariantCulture)));
        }

        return new LogPage(Head(parts[0]), members);
    }

    public async Task<LogPosition> GetLastAsync(string member, CancellationToken cancellationToken)
    {
        RedisResult result = await EvaluateAsync(RedisLogScripts.Last, _log, [NewEpoch(), member], "look up a key in the invalidation log", cancellationToken).ConfigureAwait(false);
        return (RedisValue[]?)result is [var epoch, var sequence] ? new LogPosition(Hex(epoch), (long)sequence) : throw Unexpected();
    }

    public Task RetireShortAsync(IReadOnlyList<KeyValuePair<string, long>> members, long upTo, CancellationToken cancellationToken)
    {
        var arguments = new RedisValue[2 + (2 * members.Count)];
        arguments[0] = NewEpoch();
        arguments[1] = upTo;
        for (int i = 0; i < members.Count; i++)
        {
            arguments[2 + (2 * i)] = members[i].Key;
            arguments[3 + (2 * i)] = members[i].Value;
        }

        return EvaluateAsync(RedisLogScripts.RetireShort, _log, arguments, "retire records", cancellationToken);
    }

    public Task RetireAsync(long upTo, CancellationToken cancellationToken) =>
        EvaluateAsync(RedisLogScripts.Retire, _log, [NewEpoch(), upTo], "retire records", cancellationToken);

    public async Task<int> ReportRecoveredAsync(ulong epoch, TimeSpan liveFor, CancellationToken cancellationToken)
    {
        RedisKey recovered = $"{(string?)_logAndNodes[1]}:recovered:{epoch:x16}";
        return (int)await EvaluateAsync(
            RedisLogScripts.ReportRecovered, [_logAndNodes[1], recovered], [_node, (long)liveFor.TotalMilliseconds], "report a recovered epoch", cancellationToken).ConfigureAwait(false);
    }

    public async Task<long> GetTimeAsync(CancellationToken cancellationToken)
    {
        const string script = "local t = redis.call('TIME') return {t[1], t[2]}";
        var parts = (RedisValue[]?)await EvaluateAsync(script, _log, [], "tell the time", cancellationToken).ConfigureAwait(false) ?? throw Unexpected();
        return ((long)parts[0] * 1_000) + ((long)parts[1] / 1_000);
    }

    public async ValueTask DisposeAsync()
    {
        if (_queue is { } queue)
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

    internal static Doorbell Parse(byte[]? message)
    {
        ReadOnlySpan<byte> rest = message;
        Span<long> numbers = stackalloc long[3];
        if (!TryTakeHex(ref rest, out ulong epoch))
        {
            return default;
        }

        for (int i = 0; i < numbers.Length; i++)
        {
            if (!Utf8Parser.TryParse(rest, out numbers[i], out int used) || used >= rest.Length || rest[used] != (byte)'|')
            {
                return default;
            }

            rest = rest[(used + 1)..];
        }

        if (!TryTakeHex(ref rest, out ulong previous))
        {
            return default;
        }

        var head = new LogHead(epoch, numbers[0], numbers[1], numbers[2], previous);
        return new Doorbell(head, LogRecord.TryDecodeBody(message.AsMemory(message!.Length - rest.Length)));
    }

    private static bool TryTakeHex(ref ReadOnlySpan<byte> rest, out ulong value)
    {
        int bar = rest.IndexOf((byte)'|');
        if (bar is <= 0 or > 16 || !ulong.TryParse(rest[..bar], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value))
        {
            value = 0;
            return false;
        }

        rest = rest[(bar + 1)..];
        return true;
    }

    private static RedisValue NewEpoch() => RandomIdentity.Next().ToString("x16", CultureInfo.InvariantCulture);

    private CoordinationException Unexpected() => new($"Redis at {_connection.Endpoint} gave an answer of an unexpected shape to a log script.");

    private LogHead Head(RedisResult result)
    {
        var parts = (RedisValue[]?)result;
        if (parts is not { Length: 5 })
        {
            throw Unexpected();
        }

        return new LogHead(Hex(parts[0]), (long)parts[1], (long)parts[2], (long)parts[3], Hex(parts[4]));
    }

    private static ulong Hex(RedisValue value) => ulong.Parse((string)value!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private async Task<RedisResult> EvaluateAsync(string script, RedisKey[] keys, RedisValue[] arguments, string operation, CancellationToken cancellationToken)
    {
        try
        {
            IConnectionMultiplexer control = await _connection.ControlAsync(cancellationToken).ConfigureAwait(false);
            return await control.GetDatabase().ScriptEvaluateAsync(script, keys, arguments, CommandFlags.DemandMaster).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (RedisErrors.IsRedis(e))
        {
            throw RedisErrors.Wrap(e, operation, _connection.Endpoint);
        }
    }
}
