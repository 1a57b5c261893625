using StackExchange.Redis;

namespace CodeGen.Runtime.Coordination;

/// <summary>
/// A short probe at connect: scripts must be atomic, integers above 2^53 must survive as strings, and the commands that the scripts use must exist.
/// A server that fails would lose invalidations silently, so it is refused.
/// </summary>
internal static class ServerCheck
{
    private const int ScriptsAConnection = 16;

    /// <summary>
    /// Servers that only speak the protocol, as the version of another product in their INFO tells, may run scripts side by side. Counting finds that out only when two scripts happen to
    /// meet; on such a server a script also watches for a write of the other connection, which an atomic one cannot see, and that connection for what the script writes and takes back. More than once,
    /// since a busy machine may hold that connection up.
    /// </summary>
    private const int WatchesOnOtherProducts = 8;

    private static readonly TimeSpan ProbeLife = TimeSpan.FromSeconds(30);
    private static readonly string[] PassingErrors = ["LOADING", "READONLY", "NOREPLICAS", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "BUSY", "OOM", "MISCONF"];

    // Between reading and writing the counter it keeps the processor busy, so that a server which runs scripts side by side loses increments.
    private const string AtomicityScript = """
        local n = tonumber(redis.call('GET', KEYS[1]) or '0')
        local x = 0
        for i = 1, 20000 do x = x + i % 7 end
        redis.call('SET', KEYS[1], n + 1, 'PX', 30000)
        return x
        """;

    // Watches its own key for 50 ms of the server's time. What it writes is gone at its end: on a server with atomic scripts nobody ever sees it.
    private const string WatchScript = """
        redis.call('SET', KEYS[1], 'mine', 'PX', 30000)
        local function now()
          local t = redis.call('TIME')
          return tonumber(t[1]) * 1000000 + tonumber(t[2])
        end
        local began = now()
        local seen = 0
        repeat
          if redis.call('GET', KEYS[1]) ~= 'mine' then seen = 1 end
        until seen == 1 or now() - began > 50000 or now() < began
        redis.call('DEL', KEYS[1])
        return seen
        """;

    private const string PrecisionScript = """
        redis.call('SET', KEYS[1], ARGV[1], 'PX', 30000)
        redis.call('INCR', KEYS[1])
        return redis.call('GET', KEYS[1])
        """;

    private const string CommandsScript = """
        redis.call('DEL', KEYS[1])
        redis.call('ZADD', KEYS[1], '9007199254740990', 'a', '-0.25', 'b')
        local range = redis.call('ZRANGEBYSCORE', KEYS[1], '(0', '+inf', 'WITHSCORES', 'LIMIT', 0, 5)
        local score = redis.call('ZSCORE', KEYS[1], 'a')
        local info = redis.call('INFO', 'server')
        local run = string.match(info, 'run_id:(%w+)')
        local other = 0
        for name in string.gmatch(info, '(%a+)_version:') do
          if name ~= 'redis' and name ~= 'valkey' and name ~= 'gcc' then other = 1 end
        end
        local time = redis.call('TIME')
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '+inf')
        return {score, range[1], run, time[1], other}
        """;

    /// <summary>Gives the reason why the server is refused, or <see langword="null"/>.</summary>
    public static async Task<string?> RunAsync(IConnectionMultiplexer first, IConnectionMultiplexer second, string endpoint)
    {
        var probe = (RedisKey)$"codegen-runtime:probe:{{{RandomIdentity.Next():x16}}}";
        RedisKey[] keys = [probe];
        IDatabase one = first.GetDatabase();
        IDatabase two = second.GetDatabase();
        try
        {
            const string large = "9007199254740993";
            string? precise = (string?)await one.ScriptEvaluateAsync(PrecisionScript, keys, [large]).ConfigureAwait(false);
            if (precise != "9007199254740994")
            {
                return $"Redis at {endpoint} is refused: integers above 2^53 do not survive its scripts (9007199254740993 + 1 came back as {precise}).";
            }

            var commands = (RedisResult[]?)await one.ScriptEvaluateAsync(CommandsScript, keys).ConfigureAwait(false);
            if (commands is not { Length: 5 } || (string?)commands[0] != "9007199254740990" || (string?)commands[1] != "a" || string.IsNullOrEmpty((string?)commands[2]))
            {
                return $"Redis at {endpoint} is refused: its scripts do not give what they should (sorted set score, range or run_id). Use Redis 6.2 or later, or a server compatible with it.";
            }

            await one.KeyDeleteAsync(probe).ConfigureAwait(false);
            var runs = new List<Task>(2 * ScriptsAConnection);
            for (int i = 0; i < ScriptsAConnection; i++)
            {
                runs.Add(one.ScriptEvaluateAsync(AtomicityScript, keys));
                runs.Add(two.ScriptEvaluateAsync(AtomicityScript, keys));
            }

            await Task.WhenAll(runs).ConfigureAwait(false);
            long counted = (long)await one.StringGetAsync(probe).ConfigureAwait(false);
            if (counted != runs.Count)
            {
                return NotAtomic(endpoint, $"{counted} of {runs.Count} increments survived");
            }

            for (int watch = (int)commands[4] == 1 ? WatchesOnOtherProducts : 0; watch > 0; watch--)
            {
                if (await SeesOthersAsync(one, two, keys).ConfigureAwait(false))
                {
                    return NotAtomic(endpoint, "a script saw a write of another connection");
                }
            }

            await one.KeyDeleteAsync(probe).ConfigureAwait(false);
            return null;
        }
        catch (RedisServerException e) when (!IsPassing(e.Message))
        {
            return $"Redis at {endpoint} is refused: a command that the library needs failed ({e.Message}). Scripts (EVAL), sorted sets, INFO and TIME must be allowed to this user.";
        }
        finally
        {
            _ = one.KeyExpireAsync(probe, ProbeLife, CommandFlags.FireAndForget);
        }
    }

    private static async Task<bool> SeesOthersAsync(IDatabase one, IDatabase two, RedisKey[] keys)
    {
        Task<RedisResult> watch = one.ScriptEvaluateAsync(WatchScript, keys);
        bool seen = false;
        while (!watch.IsCompleted)
        {
            seen |= await two.StringGetAsync(keys[0]).ConfigureAwait(false) == "mine";
            await two.StringSetAsync(keys[0], "another's", ProbeLife).ConfigureAwait(false);
        }

        return (int)await watch.ConfigureAwait(false) == 1 || seen;
    }

    private static string NotAtomic(string endpoint, string evidence) =>
        $"Redis at {endpoint} is refused: its scripts are not atomic ({evidence}). "
        + "Use a server that runs each script as a transaction; some need a setting for it, such as --lua-transaction-mode true.";

    /// <summary>Whether the server only cannot serve right now: it loads, fails over, waits for replicas or is full. Older servers put the code of an error inside a script at its end.</summary>
    private static bool IsPassing(string error) => Array.Exists(PassingErrors, code => error.StartsWith(code, StringComparison.Ordinal) || error.Contains($"-{code}", StringComparison.Ordinal));
}
