namespace CodeGen.Runtime.Costs;

/// <content>Chunks: holds from which a node serves reservations by itself.</content>
internal sealed partial class BudgetScripts
{
    /// <summary>How many arguments of a lease come before those of its sizes and shares.</summary>
    public const int LeaseHeadArguments = 6;

    /// <summary>How many arguments each share of a lease has beside its amounts.</summary>
    public const int LeaseShareArguments = 10;

    /// <summary>How many arguments of a split come before those of the shares.</summary>
    public const int SplitHeadArguments = 7;

    // The largest size of which no enforced budget would give more than its part of what is left. None is no refusal: near the limit each reservation is a step of its own.
    private const string LeaseBody = """
        local id = ARGV[3]
        local record = redis.call('HGET', KEYS[3], id)
        if record then return {'H', n(now), redis.call('ZSCORE', KEYS[2], id), record} end
        if redis.call('EXISTS', KEYS[4]) == 1 then return {'N', n(now)} end
        local sizes, divisor = tonumber(ARGV[5]), tonumber(ARGV[6])
        local head, width = 6 + sizes, 10 + sizes
        local count = (#ARGV - head) / width
        local function part(a, b, c)
          local x = math.floor(a / divisor)
          b = b + (a - x * divisor) * BASE
          local y = math.floor(b / divisor)
          return x, y, math.floor((c + (b - y * divisor) * BASE) / divisor)
        end
        local starts, ends, parts, olds = {}, {}, {}, {}
        for i = 1, count do
          starts[i], ends[i] = window(head + (i - 1) * width + 4, now)
          if not starts[i] then return {'T', n(now)} end
        end
        for i = 1, count do
          local key, o, start = KEYS[4 + i], head + (i - 1) * width, starts[i]
          if start ~= '-' then
            local reach = ARGV[o + 3]
            local v = redis.call('HMGET', key, start .. 'c', start .. 'h', 'rs', 'rc', 'rh')
            local committed, held = v[1], v[2]
            if reach ~= '0' then
              committed, held = v[4], v[5]
              if v[3] ~= start .. ':' .. reach then committed, held = recount(key, start, reach) end
            end
            local ca, cb, cc = parse(committed)
            local ha, hb, hc = parse(held)
            local ta, tb, tc = add(ca, cb, cc, ha, hb, hc)
            olds[i] = {v[1], v[2], held, ta}
            if ARGV[o + 2] == '1' then
              if meta[3] == '1' then return {'F', n(now)} end
              local la, lb, lc = parse(ARGV[o + 1])
              parts[i] = {part(sub(la, lb, lc, ta, tb, tc))}
            end
          end
        end
        local size
        for j = 1, sizes do
          local fitting = true
          for i = 1, count do
            if parts[i] then
              local x, y, z = parse(ARGV[head + (i - 1) * width + 10 + j])
              if less(parts[i][1], parts[i][2], parts[i][3], x, y, z) then fitting = false end
            end
          end
          if fitting then
            size = j
            break
          end
        end
        if not size then return {'N', n(now)} end
        local sets = {}
        record = ARGV[2] .. '\t' .. n(now) .. '\t' .. ARGV[4] .. '\t' .. table.concat(starts, ',')
        for i = 1, count do
          local o, start = head + (i - 1) * width, starts[i]
          local amount = ARGV[o + 10 + size]
          if start ~= '-' then
            local x, y, z = parse(amount)
            local ha, hb, hc = parse(olds[i][3])
            local wa, wb, wc = parse(olds[i][2])
            ha, hb, hc = add(ha, hb, hc, x, y, z)
            wa, wb, wc = add(wa, wb, wc, x, y, z)
            if not fits(ha + 1) or not fits(olds[i][4] + x + 1) then return {'N', n(now)} end
            sets[i] = {start .. 'h', text(wa, wb, wc)}
            if ARGV[o + 3] ~= '0' then
              sets[i][3], sets[i][4] = 'rh', text(ha, hb, hc)
            end
            if not olds[i][1] then
              sets[i][#sets[i] + 1] = start .. 'c'
              sets[i][#sets[i] + 1] = '0:0:0'
            end
          end
          record = record .. '\n' .. start .. '\t' .. ARGV[o + 9] .. '\t' .. amount .. '\t' .. ARGV[o + 10]
        end
        record = record .. '\n' .. ARGV[6 + size]
        for i = 1, count do
          if sets[i] then
            redis.call('HSET', KEYS[4 + i], unpack(sets[i]))
            if not olds[i][1] then opened(KEYS[4 + i], starts[i], ARGV[head + (i - 1) * width + 3], ends[i]) end
          end
        end
        local orphan = n(now + tonumber(ARGV[4]))
        redis.call('ZADD', KEYS[2], orphan, id)
        redis.call('HSET', KEYS[3], id, record)
        return {'H', n(now), orphan, record}
        """;

    // What was settled of a chunk is booked, what is open in it becomes holds of their own, and the rest is given back. A hold that was closed before this came is left out: it is booked already.
    private const string SplitBody = """
        local id, count = ARGV[3], tonumber(ARGV[7])
        local orphan = redis.call('ZSCORE', KEYS[2], id)
        local closed = not orphan and redis.call('GET', KEYS[4])
        local state, booked, by
        if closed then state, booked, by = string.match(closed, '^(%u)\t[^\t]*\t[^\t]*\t[^\t]*\t([^\t]*)\t[^\t]*\t[^\t]*\t([^\t]*)') end
        if state == 'S' then return {'P', n(now), closed} end
        local starts, helds, bookeds, befores, reaches, levels = {}, {}, {}, nil, {}, {}
        for i = 1, count do
          local o = 7 + (i - 1) * 5
          helds[i], bookeds[i], reaches[i], starts[i], levels[i] = orphan and ARGV[o + 1] or '0:0:0', ARGV[o + 2], ARGV[o + 3], ARGV[o + 4], ARGV[o + 5]
        end
        local replaced = (not orphan or tonumber(orphan) <= now) and '?' or ''
        if state == 'X' then
          replaced, befores = by, {}
          for amount in string.gmatch(booked, '[^,]+') do befores[#befores + 1] = amount end
        end
        local made, first, width = {}, 7 + count * 5, 3 + count
        for j = 1, (#ARGV - first) / width do
          local o = first + (j - 1) * width
          if redis.call('EXISTS', KEYS[5 + count + j]) == 0 and not redis.call('ZSCORE', KEYS[2], ARGV[o + 1]) then
            made[#made + 1] = o
            for i = 1, count do
              local a, b, c = parse(helds[i])
              helds[i] = text(sub(a, b, c, parse(ARGV[o + 3 + i])))
            end
          end
        end
        local crossed = book(5, KEYS[5], starts, helds, bookeds, befores, reaches, levels)
        if not crossed then return {'O', n(now)} end
        if orphan then
          redis.call('ZREM', KEYS[2], id)
          redis.call('HDEL', KEYS[3], id)
        end
        for j = 1, #made do
          redis.call('ZADD', KEYS[2], ARGV[made[j] + 2], ARGV[made[j] + 1])
          redis.call('HSET', KEYS[3], ARGV[made[j] + 1], ARGV[made[j] + 3])
        end
        local changes = {}
        for i = 1, count do
          local a, b, c = parse(bookeds[i])
          if befores then a, b, c = sub(a, b, c, parse(befores[i])) end
          changes[i] = text(a, b, c)
        end
        local list = table.concat(changes, ',')
        redis.call('SET', KEYS[4], 'S\t' .. ARGV[6] .. '\t' .. table.concat(starts, ',') .. '\t' .. ARGV[4] .. '\t' .. table.concat(bookeds, ',') .. '\t' .. list .. '\t' .. table.concat(crossed, ',') .. '\t' .. ARGV[2] .. '\t' .. replaced, 'PX', ARGV[5])
        return {'B', n(now), list, replaced, unpack(crossed)}
        """;

    /// <summary>KEYS: meta, leases, open, closed, budgets… ARGV: epoch, node, id, lease, how many sizes, divisor, what else the maker says of each size…; a share: limit, 1 if enforced, reach, two windows (start, 1 if there is one), end, name, the rest of its line, its amount in each size….</summary>
    public string Lease { get; }

    /// <summary>KEYS: meta, leases, open, closed, part, budgets…, closed of each open hold… ARGV: epoch, node, id, amount as said, life of the closed record, when it was reserved, how many shares; a share: held, booked, reach, start, levels; an open hold: id, end of lease, record, its amount in each share….</summary>
    public string Split { get; }
}
