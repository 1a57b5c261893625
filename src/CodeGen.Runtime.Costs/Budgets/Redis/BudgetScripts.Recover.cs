namespace CodeGen.Runtime.Costs;

/// <content>Epochs: who belongs to one, and how its sums are made again.</content>
internal sealed partial class BudgetScripts
{
    /// <summary>The letter that a closing has when a node resolved the hold and the store may have lost that.</summary>
    public const char Resolved = 'T';

    /// <summary>The letter that a closing has when a node settled the hold, too late or not its own, and the store may have lost that.</summary>
    public const char Settled = 'U';

    /// <summary>The letter that a closing has when the node to which the hold belonged does not know it.</summary>
    public const char Drop = 'D';

    // A flushed server and one that was started anew look alike to a node that has just come. One with a memory has a generation to show: then another epoch waits for it, those it remembers, and those that came before it.
    private const string BeginBody = """
        local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or '?'
        local all = redis.call('HGETALL', KEYS[1])
        local m = {}
        for i = 1, #all, 2 do m[all[i]] = all[i + 1] end
        local epoch, gen, frozen, mine = m.epoch, tonumber(m.gen or '0'), m.frozen or '0', tonumber(ARGV[4])
        if redis.call('HEXISTS', KEYS[2], '#' .. ARGV[2]) == 1 then return {'G', n(now)} end
        local function wait()
          for field in pairs(m) do
            local node = string.match(field, '^n(%x+)$')
            if node then
              redis.call('HDEL', KEYS[1], field)
              redis.call('HSET', KEYS[1], 'w' .. node, '1')
            end
          end
          for i = 6, #ARGV do redis.call('HSET', KEYS[1], 'w' .. ARGV[i], '1') end
          redis.call('HSET', KEYS[1], 'w' .. ARGV[2], '1')
        end
        if not epoch or m.run ~= run then
          local had = epoch or ARGV[1] ~= '' or #ARGV > 5
          gen = math.max(gen, mine) + 1
          epoch = ARGV[3]
          frozen = had and '1' or '0'
          if had then wait()
          elseif ARGV[5] ~= '0' then redis.call('HSET', KEYS[1], 'opens', n(now + tonumber(ARGV[5]))) end
        elseif ARGV[1] ~= '' and ARGV[1] ~= epoch and mine >= gen then
          gen = mine + 1
          epoch = ARGV[3]
          frozen = '1'
          wait()
        end
        redis.call('HSET', KEYS[1], 'epoch', epoch, 'run', run, 'gen', n(gen), 'frozen', frozen, 'n' .. ARGV[2], n(now))
        return {'B', n(now), epoch, n(gen), frozen, m['n' .. ARGV[2]] or ''}
        """;

    private const string PostBody = """
        if ARGV[3] ~= '' and tonumber(redis.call('HGET', KEYS[1], 'past') or '0') >= tonumber(ARGV[3]) then return {'P', n(now)} end
        local starts, bookeds, befores, reaches, levels = {}, {}, {}, {}, {}
        for i = 1, #KEYS - 2 do
          local key = KEYS[2 + i]
          starts[i], bookeds[i], reaches[i], levels[i] = ARGV[4 + i * 2], ARGV[5 + i * 2], '0', ''
          befores[i] = redis.call('HGET', KEYS[2], key .. '|' .. starts[i]) or '0:0:0'
          redis.call('HDEL', key, 'rs')
        end
        if not book(2, KEYS[2], starts, nil, bookeds, befores, reaches, levels) then return {'O', n(now)} end
        for i = 1, #starts do
          if redis.call('PTTL', KEYS[2 + i]) < 0 then redis.call('PEXPIRE', KEYS[2 + i], 34560000000) end
        end
        for node in string.gmatch(ARGV[4], '%x+') do redis.call('HSET', KEYS[2], '#' .. node, '1') end
        if ARGV[3] ~= '' and ARGV[5] == '1' then redis.call('HSET', KEYS[1], 'past', ARGV[3]) end
        return {'B', n(now)}
        """;

    private const string RestoreBody = """
        local id = ARGV[3]
        if redis.call('ZSCORE', KEYS[2], id) or redis.call('EXISTS', KEYS[4]) == 1 then return {'P', n(now)} end
        for i = 1, #KEYS - 4 do
          local key, start = KEYS[4 + i], ARGV[4 + i * 2]
          if start ~= '-' then
            local a, b, c = parse(redis.call('HGET', key, start .. 'h'))
            redis.call('HSET', key, start .. 'h', text(add(a, b, c, parse(ARGV[5 + i * 2]))))
            redis.call('HDEL', key, 'rs')
            if redis.call('PTTL', key) < 0 then redis.call('PEXPIRE', key, 34560000000) end
          end
        end
        redis.call('ZADD', KEYS[2], ARGV[5], id)
        redis.call('HSET', KEYS[3], id, ARGV[4])
        return {'B', n(now)}
        """;

    private const string MineBody = """
        local all = redis.call('HGETALL', KEYS[2])
        local answer = {'B', n(now)}
        for i = 1, #all, 2 do
          if string.sub(all[i + 1], 1, #ARGV[2] + 1) == ARGV[2] .. '\t' then
            answer[#answer + 1] = all[i]
            answer[#answer + 1] = all[i + 1]
          end
        end
        return answer
        """;

    private const string DoneBody = """
        redis.call('HDEL', KEYS[1], 'w' .. ARGV[2])
        local fields = redis.call('HKEYS', KEYS[1])
        for i = 1, #fields do
          if string.match(fields[i], '^w%x+$') then return {'B', n(now), '1'} end
        end
        redis.call('HSET', KEYS[1], 'frozen', '0')
        return {'B', n(now), '0'}
        """;

    /// <summary>No window counts for longer than 400 days.</summary>
    private const string Prune = """
        local function prune(key)
          if redis.call('HLEN', key) < 20000 then return end
          local fields = redis.call('HKEYS', key)
          for i = 1, #fields do
            local start = string.match(fields[i], '|(%d+)$')
            if start and tonumber(start) < now - 34560000000 then redis.call('HDEL', key, fields[i]) end
          end
        end

        """;

    private const string PulseBody = """
        prune(KEYS[2])
        redis.call('HSET', KEYS[1], 'n' .. ARGV[2], n(now))
        redis.call('PEXPIRE', KEYS[2], 34560000000)
        redis.call('PEXPIRE', KEYS[3], 34560000000)
        local all = redis.call('HGETALL', KEYS[1])
        local members, silent, waiting, past = {}, {}, {}, '0'
        for i = 1, #all, 2 do
          local kind, node = string.match(all[i], '^([nw])(%x+)$')
          if kind == 'w' then waiting[#waiting + 1] = node
          elseif kind == 'n' then
            members[#members + 1] = node
            if tonumber(all[i + 1]) < now - tonumber(ARGV[4]) then silent[#silent + 1] = node end
          elseif all[i] == 'past' then past = all[i + 1] end
        end
        local answer = {'B', n(now), past, meta[3] or '0', table.concat(members, ','), table.concat(silent, ','), table.concat(waiting, ',')}
        if past ~= ARGV[3] then
          local sums = redis.call('HGETALL', KEYS[3])
          for i = 1, #sums do answer[#answer + 1] = sums[i] end
        end
        return answer
        """;

    // What a node that is gone has booked stays in the sums; from now on it is part of what is past. Verbs: L it leaves, G it is silent, P a person says that nothing more will come of it.
    private const string LeaveBody = """
        local node, verb = ARGV[3], ARGV[4]
        local seen = redis.call('HGET', KEYS[1], 'n' .. node)
        if verb == 'G' and (meta[3] == '1' or not seen or tonumber(seen) >= now - tonumber(ARGV[5])) then return {'N', n(now)} end
        if verb == 'P' and not seen and redis.call('HEXISTS', KEYS[1], 'w' .. node) == 0 then return {'N', n(now)} end
        local part = redis.call('HGETALL', KEYS[2])
        for i = 1, #part, 2 do
          local a, b, c = parse(part[i + 1])
          redis.call('HSET', KEYS[3], part[i], text(add(a, b, c, parse(redis.call('HGET', KEYS[3], part[i])))))
        end
        redis.call('DEL', KEYS[2])
        prune(KEYS[3])
        redis.call('HDEL', KEYS[1], 'n' .. node, 'w' .. node)
        redis.call('HINCRBY', KEYS[1], 'past', 1)
        if verb ~= 'L' then redis.call('HSET', KEYS[3], '#' .. node, '1') end
        local fields = redis.call('HKEYS', KEYS[1])
        for i = 1, #fields do
          if string.match(fields[i], '^w%x+$') then return {'B', n(now)} end
        end
        redis.call('HSET', KEYS[1], 'frozen', '0')
        return {'B', n(now)}
        """;

    /// <summary>KEYS: meta, past. ARGV: the epoch that the node knew or nothing, node, a new epoch, the generation that it knew, for how long a server that was never used stays closed, the nodes that it remembers… Gives epoch, generation, frozen, when the node was last seen; G alone where the others had given it up.</summary>
    public string Begin { get; }

    /// <summary>KEYS: meta, part, a budget for each window… ARGV: epoch, node, version of the past or nothing, nodes given up, 1 for the last, start and amount of each… Makes a part what it has to be, and changes sums by the difference.</summary>
    public string Post { get; }

    /// <summary>KEYS: meta, leases, open, closed, budgets… ARGV: epoch, node, id, record, end of lease, start and amount of each…</summary>
    public string Restore { get; }

    /// <summary>KEYS: meta, open. ARGV: epoch, node. Gives the node's open holds.</summary>
    public string Mine { get; }

    /// <summary>KEYS: meta. ARGV: epoch, node. The node has said all it knows. Gives 1 as long as others have not.</summary>
    public string Done { get; }

    /// <summary>KEYS: meta, part, past. ARGV: epoch, node, version of the past that is known, life of a node. Gives version, frozen, members, silent ones, those waited for, and the past if its version is another.</summary>
    public string Pulse { get; }

    /// <summary>KEYS: meta, part of the other, past. ARGV: epoch, node, the other, verb, life of a node.</summary>
    public string Leave { get; }
}
