namespace CodeGen.Runtime.Costs;

/// <content>Holds.</content>
internal sealed partial class BudgetScripts
{
    /// <summary>How many arguments of a reservation or charge come before those of the shares.</summary>
    public const int HeadArguments = 6;

    /// <summary>How many arguments each share of a reservation or charge has.</summary>
    public const int ShareArguments = 10;

    /// <summary>How many arguments of a closing come before those of the shares.</summary>
    public const int CloseHeadArguments = 10;

    /// <summary>How many arguments each share of a closing has.</summary>
    public const int CloseShareArguments = 5;

    /// <summary>The start of a window that the maker of a hold has not heard of, because the answer was lost.</summary>
    public const string UnknownStart = "?";

    // The open record: node, time, lease and the starts of the windows; then a line a share and what else the maker says of it. The same id again gets the first answer.
    private const string ReserveBody = """
        local id = ARGV[3]
        local record = redis.call('HGET', KEYS[3], id)
        if record then return {'H', n(now), redis.call('ZSCORE', KEYS[2], id), string.match(record, '^[^\n]*')} end
        local closed = redis.call('GET', KEYS[4])
        if closed then return {'C', n(now), closed} end
        local count = (#ARGV - 6) / 10
        local starts, ends, sets, fresh = {}, {}, {}, {}
        for i = 1, count do
          starts[i], ends[i] = window(6 + (i - 1) * 10 + 5, now)
          if not starts[i] then return {'T', n(now)} end
        end
        for i = 1, count do
          local start = starts[i]
          if start ~= '-' then
            local key, o = KEYS[4 + i], 6 + (i - 1) * 10
            local amount, reach = ARGV[o + 1], ARGV[o + 4]
            local xa, xb, xc = parse(amount)
            local v, committed, held
            if reach == '0' then
              v = redis.call('HMGET', key, start .. 'c', start .. 'h')
              committed, held = v[1], v[2]
            else
              v = redis.call('HMGET', key, start .. 'c', start .. 'h', 'rs', 'rc', 'rh')
              committed, held = v[4], v[5]
              if v[3] ~= start .. ':' .. reach then committed, held = recount(key, start, reach) end
            end
            local ca, cb, cc = parse(committed)
            local ha, hb, hc = parse(held)
            local ta, tb, tc = add(ca, cb, cc, ha, hb, hc)
            local la, lb, lc = parse(ARGV[o + 2])
            local va, vb, vc = sub(la, lb, lc, ta, tb, tc)
            if ARGV[o + 3] == '1' and amount ~= '0:0:0' then
              if meta[3] == '1' then return {'F', n(now)} end
              if meta[5] and now < tonumber(meta[5]) then return {'F', n(now), meta[5]} end
              if less(va, vb, vc, xa, xb, xc) then return {'R', n(now), n(i - 1), text(va, vb, vc), n(renews(key, start, reach, ends[i], amount, va, vb, vc)), start} end
            end
            ha, hb, hc = add(ha, hb, hc, xa, xb, xc)
            ta = add(ta, tb, tc, xa, xb, xc)
            if not fits(ha) or not fits(ta) then return {'O', n(now)} end
            if reach == '0' then sets[i] = {start .. 'h', text(ha, hb, hc)}
            else
              local wa, wb, wc = parse(v[2])
              sets[i] = {start .. 'h', text(add(wa, wb, wc, xa, xb, xc)), 'rh', text(ha, hb, hc)}
            end
            if not v[1] then
              fresh[i] = true
              sets[i][#sets[i] + 1] = start .. 'c'
              sets[i][#sets[i] + 1] = '0:0:0'
            end
          end
        end
        local first = ARGV[2] .. '\t' .. n(now) .. '\t' .. ARGV[4] .. '\t' .. table.concat(starts, ',')
        record = first
        for i = 1, count do
          local o = 6 + (i - 1) * 10
          if starts[i] ~= '-' then
            redis.call('HSET', KEYS[4 + i], unpack(sets[i]))
            if fresh[i] then opened(KEYS[4 + i], starts[i], ARGV[o + 4], ends[i]) end
          end
          record = record .. '\n' .. starts[i] .. '\t' .. ARGV[o + 10]
        end
        local orphan = n(now + tonumber(ARGV[4]))
        redis.call('ZADD', KEYS[2], orphan, id)
        redis.call('HSET', KEYS[3], id, record .. '\n' .. ARGV[5])
        return {'H', n(now), orphan, first}
        """;

    private const string ChargeBody = """
        local closed = redis.call('GET', KEYS[2])
        if closed then return {'P', n(now), closed} end
        local at = tonumber(ARGV[5])
        if at == 0 or at > now then at = now end
        local count = (#ARGV - 6) / 10
        local starts, ends, amounts, reaches, levels = {}, {}, {}, {}, {}
        for i = 1, count do
          local o = 6 + (i - 1) * 10
          starts[i], ends[i] = window(o + 5, at)
          if not starts[i] then return {'T', n(now), n(at)} end
          amounts[i], reaches[i], levels[i] = ARGV[o + 1], ARGV[o + 4], ARGV[o + 10]
        end
        for i = 1, count do
          if starts[i] ~= '-' then
            local key = KEYS[3 + i]
            if at == now and reaches[i] ~= '0' and redis.call('HGET', key, 'rs') ~= starts[i] .. ':' .. reaches[i] then recount(key, starts[i], reaches[i]) end
            if redis.call('HEXISTS', key, starts[i] .. 'c') == 0 then opened(key, starts[i], reaches[i], ends[i]) end
          end
        end
        local crossed = book(3, KEYS[3], starts, nil, amounts, nil, reaches, levels)
        if not crossed then return {'O', n(now)} end
        for i = 1, count do
          if starts[i] ~= '-' then redis.call('PEXPIREAT', KEYS[3 + i], n(ends[i] + 34560000000)) end
        end
        local list = table.concat(starts, ',')
        redis.call('SET', KEYS[2], 'S\t' .. n(at) .. '\t' .. list .. '\t' .. ARGV[4] .. '\t' .. table.concat(amounts, ',') .. '\t' .. table.concat(amounts, ',') .. '\t' .. table.concat(crossed, ',') .. '\t' .. ARGV[2], 'PX', ARGV[6])
        return {'B', n(now), list, unpack(crossed)}
        """;

    // D, T and U come with a recovery, and book nothing: a hold that its node does not know is dropped; one that a node resolved (T) or settled (U) is closed again as it has it in its account. Where the
    // store knows of another closing, that decides: its record is the answer, and whoever asked makes its account of it. A resolution that is made again gives way to a settlement, never the other way round.
    // S: the holder says what it came to. X: somebody else does, when it is indeterminate. R: it is given back. Closed records: verb, time, starts, amount, booked, by how much that changed sums, the shares that were
    // reached, the node, and whose resolution it replaced ('?': nobody's, but somebody may have made one that was lost).
    private const string CloseBody = """
        local id, verb = ARGV[3], ARGV[4]
        local orphan = redis.call('ZSCORE', KEYS[2], id)
        if meta[3] == '1' and (verb == 'X' or (verb == 'S' and orphan and string.match(redis.call('HGET', KEYS[3], id) or '', '^%x*') ~= ARGV[2])) then return {'F', n(now)} end
        local closed = not orphan and redis.call('GET', KEYS[4])
        local state, said, booked, by
        if closed then state, said, booked, by = string.match(closed, '^(%u)\t[^\t]*\t[^\t]*\t([^\t]*)\t([^\t]*)\t[^\t]*\t[^\t]*\t([^\t]*)') end
        if verb == 'S' and state == 'S' then return {said == ARGV[5] and 'P' or 'K', n(now), closed} end
        if verb == 'X' and (not orphan or tonumber(orphan) > now) then return {'N', n(now), closed} end
        if verb == 'R' and closed then return {state == 'R' and 'P' or 'N', n(now), closed} end
        if (verb == 'D' and not orphan) or (verb == 'T' and (state == 'S' or state == 'X')) or (verb == 'U' and state == 'S') then return {'P', n(now), closed} end
        local again = verb == 'T' or verb == 'U'
        local count = (#ARGV - 10) / 5
        local starts, helds, bookeds, befores, reaches, levels = {}, {}, {}, nil, {}, {}
        for i = 1, count do
          local o = 10 + (i - 1) * 5
          helds[i], bookeds[i], reaches[i], starts[i], levels[i] = ARGV[o + 1], ARGV[o + 2], ARGV[o + 3], ARGV[o + 4], ARGV[o + 5]
        end
        if starts[1] == '?' then
          local record = orphan and redis.call('HGET', KEYS[3], id)
          starts = {}
          if record then
            for start in string.gmatch(string.match(record, '^[^\n]*\t([^\n]*)'), '[^,]+') do starts[#starts + 1] = start end
            local i = 0
            for amount in string.gmatch(record, '\n[^\t\n]+\t[^\t\n]+\t([^\t\n]+)') do
              i = i + 1
              if i <= count then helds[i] = amount end
            end
          else
            for i = 1, count do starts[i] = '-' end
          end
        end
        local replaced = (not orphan or tonumber(orphan) <= now) and '?' or ''
        if state == 'X' then
          replaced, befores = by, {}
          for amount in string.gmatch(booked, '[^,]+') do befores[#befores + 1] = amount end
        end
        local sums = bookeds
        if again then
          sums = {}
          for i = 1, count do sums[i] = '0:0:0' end
        end
        local crossed = book(5, KEYS[5], starts, orphan and helds or nil, sums, not again and befores or nil, reaches, levels)
        if not crossed then return {'O', n(now)} end
        if orphan then
          redis.call('ZREM', KEYS[2], id)
          redis.call('HDEL', KEYS[3], id)
        end
        local changes = {}
        for i = 1, count do
          local a, b, c = parse(bookeds[i])
          if befores then a, b, c = sub(a, b, c, parse(befores[i])) end
          changes[i] = text(a, b, c)
        end
        local list = table.concat(changes, ',')
        if verb == 'D' then return {'B', n(now), list} end
        by = ARGV[2]
        if again then
          by = ARGV[10]
          if state ~= 'X' then replaced, list = ARGV[8], ARGV[9] end
        end
        if verb == 'X' or verb == 'R' then replaced = '' end
        local record = (verb == 'T' and 'X' or verb == 'U' and 'S' or verb) .. '\t' .. ARGV[7] .. '\t' .. table.concat(starts, ',') .. '\t' .. ARGV[5] .. '\t' .. table.concat(bookeds, ',') .. '\t' .. list .. '\t' .. table.concat(crossed, ',') .. '\t' .. by .. '\t' .. replaced
        redis.call('SET', KEYS[4], record, 'PX', ARGV[6])
        if again then return {'B', n(now), record} end
        return {'B', n(now), list, replaced, unpack(crossed)}
        """;

    // Later with a lease, or at once without one.
    private const string ProlongBody = """
        local orphan = redis.call('ZSCORE', KEYS[2], ARGV[3])
        if not orphan then return {'N', n(now), redis.call('GET', KEYS[3])} end
        orphan = tonumber(orphan)
        if ARGV[4] == '' then orphan = math.min(orphan, now) else orphan = math.max(orphan, now + tonumber(ARGV[4])) end
        redis.call('ZADD', KEYS[2], n(orphan), ARGV[3])
        return {'B', n(now), n(orphan)}
        """;

    private const string ListBody = """
        local due = redis.call('ZRANGEBYSCORE', KEYS[2], ARGV[3], n(now), 'WITHSCORES', 'LIMIT', 0, ARGV[4])
        local answer = {'B', n(now)}
        for i = 1, #due, 2 do
          answer[#answer + 1] = due[i]
          answer[#answer + 1] = due[i + 1]
          answer[#answer + 1] = redis.call('HGET', KEYS[3], due[i]) or ''
        end
        return answer
        """;

    private const string ReadBody = """
        local start, reach, name = tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
        local ca, cb, cc, ha, hb, hc, ia, ib, ic = 0, 0, 0, 0, 0, 0, 0, 0, 0
        if reach == 0 then
          local v = redis.call('HMGET', KEYS[4], ARGV[3] .. 'c', ARGV[3] .. 'h')
          ca, cb, cc = parse(v[1])
          ha, hb, hc = parse(v[2])
        else
          local all = redis.call('HGETALL', KEYS[4])
          for i = 1, #all, 2 do
            local at, kind = string.match(all[i], '^(%d+)([ch])$')
            if at and tonumber(at) <= start and tonumber(at) >= start - reach then
              if kind == 'c' then ca, cb, cc = add(ca, cb, cc, parse(all[i + 1])) else ha, hb, hc = add(ha, hb, hc, parse(all[i + 1])) end
            end
          end
        end
        local due = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', n(now))
        for i = 1, #due do
          for at, scope, amount in string.gmatch(redis.call('HGET', KEYS[3], due[i]) or '', '\n(%d+)\t([^\t]+)\t([^\t]+)') do
            if scope == name and tonumber(at) <= start and tonumber(at) >= start - reach then ia, ib, ic = add(ia, ib, ic, parse(amount)) end
          end
        end
        return {'B', n(now), text(ca, cb, cc), text(ha, hb, hc), text(ia, ib, ic)}
        """;

    /// <summary>KEYS: meta, leases, open, closed, budgets… ARGV: epoch, node, id, lease, what else the maker says, unused; a share: amount, limit, 1 if enforced, reach, two windows (start, 1 if there is one), end, its line.</summary>
    public string Reserve { get; }

    /// <summary>KEYS: meta, closed, part, budgets… ARGV: epoch, node, id is in the key, amount as said, when or 0 for now, life of the closed record; shares as above with the levels of alerts as last.</summary>
    public string Charge { get; }

    /// <summary>KEYS: meta, leases, open, closed, part, budgets… ARGV: epoch, node, id, verb, amount as said, life of the closed record, when it was reserved; of a closing that is made again whose resolution it replaced, by how much it changed the sums, and who made it; a share: held, booked, reach, start, levels.</summary>
    public string Close { get; }

    /// <summary>KEYS: meta, leases, closed. ARGV: epoch, node, id, lease or nothing.</summary>
    public string Prolong { get; }

    /// <summary>KEYS: meta, leases, open. ARGV: epoch, node, from which end of lease, how many.</summary>
    public string List { get; }

    /// <summary>KEYS: meta, leases, open, budget. ARGV: epoch, node, start, reach, the budget's name in records.</summary>
    public string Read { get; }
}
