namespace CodeGen.Runtime.Coordination;

/// <summary>
/// The log's scripts. The log is one sorted set, so that it lives or dies whole: members with their last sequence as score above 0, and below 0 four members of its own:
/// <c>h|epoch|run_id|time of the last mark|previous epoch</c> at -0.25, <c>q</c> at -(sequence), <c>f</c> at -(floor) - 0.5, <c>g</c> at -(short floor) - 0.5.
/// </summary>
/// <remarks>
/// Every script begins by comparing the server's run_id with the stored one: a promoted replica and a restarted server may lack the newest records, so both get a new epoch,
/// as does a log that was flushed, evicted or never existed. After a fail-over the sequence jumps, so that numbers given out by the lost primary are never given out again. Numbers are formatted by hand, since a script's number becomes 1e+15 or an integer cut short otherwise.
/// </remarks>
internal static class RedisLogScripts
{
    // ARGV[1] is a fresh random number: the epoch to take if one is needed.
    private const string Prelude = """
        local key = KEYS[1]
        local function n(x) return string.format('%.0f', x) end
        local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or '?'
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
        local meta = redis.call('ZRANGEBYSCORE', key, '-inf', '(0', 'WITHSCORES')
        local header, seq, floor, short = nil, 0, 0, 0
        for i = 1, #meta, 2 do
          local member, score = meta[i], tonumber(meta[i + 1])
          if member == 'q' then seq = -score
          elseif member == 'f' then floor = -score - 0.5
          elseif member == 'g' then short = -score - 0.5
          else header = member end
        end
        local epoch, owner, mark, previous
        if header then epoch, owner, mark, previous = string.match(header, '^h|(%x+)|([^|]+)|(%d+)|(%x+)$') end
        if epoch == nil or owner ~= run then
          if header then redis.call('ZREM', key, header) end
          previous = epoch or '0'
          epoch = ARGV[1]
          mark = mark or '0'
          if seq > 0 then
            seq = seq + 1000000
            redis.call('ZADD', key, '-' .. n(seq), 'q')
          end
          header = 'h|' .. epoch .. '|' .. run .. '|' .. mark .. '|' .. previous
          redis.call('ZADD', key, '-0.25', header)
        end
        mark = tonumber(mark)
        if now < mark then now = mark end
        local function head() return {epoch, n(seq), n(floor), n(short), previous} end

        """;

    /// <summary>KEYS: log. ARGV: new epoch, channel, body, most members, mark interval, members… Gives the head.</summary>
    public const string Append = Prelude + """
        seq = seq + 1
        local s = n(seq)
        redis.call('ZADD', key, '-' .. s, 'q')
        for i = 6, #ARGV do redis.call('ZADD', key, s, ARGV[i]) end
        if now - mark >= tonumber(ARGV[5]) then
          redis.call('ZADD', key, s, 'm' .. n(now))
          redis.call('ZREM', key, header)
          redis.call('ZADD', key, '-0.25', 'h|' .. epoch .. '|' .. run .. '|' .. n(now) .. '|' .. previous)
        end
        local most = tonumber(ARGV[4])
        local over = redis.call('ZCARD', key) - most
        if over > 0 then
          local cut = redis.call('ZRANGEBYSCORE', key, '(0', '+inf', 'WITHSCORES', 'LIMIT', n(over + math.floor(most / 100)), 1)
          floor = tonumber(cut[2])
          redis.call('ZREMRANGEBYSCORE', key, '(0', n(floor))
          redis.call('ZADD', key, '-' .. n(floor) .. '.5', 'f')
        end
        redis.call('PUBLISH', ARGV[2], epoch .. '|' .. s .. '|' .. n(floor) .. '|' .. n(short) .. '|' .. previous .. '|' .. ARGV[3])
        return head()
        """;

    /// <summary>
    /// KEYS: log, nodes. ARGV: new epoch, node, 1 when the node recovers epochs. Gives the head. The second key says which nodes live, and its write makes a server that may not write refuse.
    /// </summary>
    public const string Renew = Prelude + """
        if ARGV[3] == '1' then redis.call('ZADD', KEYS[2], n(now), ARGV[2]) else redis.call('ZADD', KEYS[2], n(now), 'last') end
        redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', n(now - 600000))
        redis.call('PEXPIRE', KEYS[2], 3600000)
        return head()
        """;

    /// <summary>KEYS: nodes, recovered. ARGV: node, how long a node lives in ms. Gives the number of live nodes that have not recovered.</summary>
    public const string ReportRecovered = """
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
        redis.call('ZADD', KEYS[2], string.format('%.0f', now), ARGV[1])
        redis.call('PEXPIRE', KEYS[2], 2592000000)
        local live = redis.call('ZRANGEBYSCORE', KEYS[1], string.format('%.0f', now - tonumber(ARGV[2])), '+inf')
        local pending = 0
        for i = 1, #live do
          if live[i] ~= 'last' and not redis.call('ZSCORE', KEYS[2], live[i]) then pending = pending + 1 end
        end
        return pending
        """;

    /// <summary>KEYS: log. ARGV: new epoch, after, limit. Gives the head and the page.</summary>
    public const string Read = Prelude + """
        return {head(), redis.call('ZRANGEBYSCORE', key, '(' .. ARGV[2], '+inf', 'WITHSCORES', 'LIMIT', 0, ARGV[3])}
        """;

    /// <summary>KEYS: log. ARGV: new epoch, member. Gives the epoch and the member's last sequence, together: a log that lost everything would say that nothing happened.</summary>
    public const string Last = Prelude + """
        return {epoch, n(tonumber(redis.call('ZSCORE', key, ARGV[2]) or '0'))}
        """;

    /// <summary>KEYS: log. ARGV: new epoch, up to, then member and sequence in turn. Gives the head.</summary>
    public const string RetireShort = Prelude + """
        for i = 3, #ARGV, 2 do
          local score = redis.call('ZSCORE', key, ARGV[i])
          if score and tonumber(score) == tonumber(ARGV[i + 1]) then redis.call('ZREM', key, ARGV[i]) end
        end
        if tonumber(ARGV[2]) > short and tonumber(ARGV[2]) <= seq then
          short = tonumber(ARGV[2])
          redis.call('ZADD', key, '-' .. n(short) .. '.5', 'g')
        end
        return head()
        """;

    /// <summary>KEYS: log. ARGV: new epoch, up to. Gives the head.</summary>
    public const string Retire = Prelude + """
        local upto = tonumber(ARGV[2])
        if upto > seq then upto = seq end
        if upto > floor then
          floor = upto
          redis.call('ZREMRANGEBYSCORE', key, '(0', n(floor))
          redis.call('ZADD', key, '-' .. n(floor) .. '.5', 'f')
        end
        return head()
        """;
}
