namespace CodeGen.Runtime.Costs;

/// <summary>
/// The scripts of shared budgets. Each is one atomic step; what it touches is in its KEYS, all of one hash slot.
/// </summary>
/// <remarks>
/// <para>Keys: <c>meta</c> is a hash with the epoch, the server's run_id for which it holds, whether reservations are frozen, and the nodes that belong to the epoch. A budget is a hash whose fields
/// are a window's start and <c>c</c> (committed), <c>h</c> (held) or <c>a</c> (the highest share alerted, in millionths); of a rolling period <c>rs</c> says for which bucket <c>rc</c> and <c>rh</c>
/// are the sums of what counts, <c>ra</c> is its share alerted and <c>rl</c> the lowest sum since. Open holds are a hash of records and a sorted set by the end of their leases. A hold that was
/// closed has a key of its own with a life. A node's part is a hash of what it has booked.</para>
/// <para>Every script begins by comparing epoch and run_id: what a promoted replica or a restarted server says may be old, so it is not acted on before the nodes have said what they booked.
/// Amounts are three numbers with carry, see <see cref="LimbText"/>; numbers are formatted by hand, since a script's number becomes 1e+15 otherwise.</para>
/// </remarks>
internal sealed partial class BudgetScripts
{
    /// <summary>The server's clock.</summary>
    public const string ServerTime = """
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

        """;

    private const string Numbers = """
        local BASE = 1000000000000
        local unpack = unpack or table.unpack
        local function n(x) return string.format('%.0f', x) end
        local function parse(s)
          if not s then return 0, 0, 0 end
          local a, b, c = string.match(s, '^(-?%d+):(%d+):(%d+)$')
          return tonumber(a), tonumber(b), tonumber(c)
        end
        local function text(a, b, c) return n(a) .. ':' .. n(b) .. ':' .. n(c) end
        local function add(a, b, c, x, y, z)
          a = a + x
          b = b + y
          c = c + z
          if c >= BASE then c = c - BASE b = b + 1 end
          if b >= BASE then b = b - BASE a = a + 1 end
          return a, b, c
        end
        local function sub(a, b, c, x, y, z)
          a = a - x
          b = b - y
          c = c - z
          if c < 0 then c = c + BASE b = b - 1 end
          if b < 0 then b = b + BASE a = a - 1 end
          return a, b, c
        end
        local function less(a, b, c, x, y, z)
          if a ~= x then return a < x end
          if b ~= y then return b < y end
          return c < z
        end
        local function fits(a) return a < 170141183460469 and a >= -170141183460469 end

        """;

    /// <summary>What counts of a rolling period now, taken anew when its bucket is another one.</summary>
    private const string Rolling = """
        local function recount(key, start, reach)
          local from = tonumber(start) - tonumber(reach)
          local all = redis.call('HGETALL', key)
          local ca, cb, cc, ha, hb, hc, low, alerted = 0, 0, 0, 0, 0, 0, false, false
          for i = 1, #all, 2 do
            local at, kind = string.match(all[i], '^(%d+)([ch])$')
            if at and tonumber(at) >= from then
              if kind == 'c' then ca, cb, cc = add(ca, cb, cc, parse(all[i + 1])) else ha, hb, hc = add(ha, hb, hc, parse(all[i + 1])) end
            elseif all[i] == 'rl' then low = all[i + 1]
            elseif all[i] == 'ra' then alerted = true end
          end
          local committed, held = text(ca, cb, cc), text(ha, hb, hc)
          redis.call('HSET', key, 'rs', start .. ':' .. reach, 'rc', committed, 'rh', held)
          if alerted and (not low or less(ca, cb, cc, parse(low))) then redis.call('HSET', key, 'rl', committed) end
          return committed, held
        end

        """;

    /// <summary>Which window an instant lies in, of the two that were sent; a window that is not there is '-'. False when it lies in neither.</summary>
    private const string Windows = """
        local function window(i, at)
          local first, second, last = tonumber(ARGV[i]), tonumber(ARGV[i + 2]), tonumber(ARGV[i + 4])
          if at < first or at >= last then return false end
          if at < second then return ARGV[i + 1] == '1' and ARGV[i] or '-', second end
          return ARGV[i + 3] == '1' and ARGV[i + 2] or '-', last
        end
        local function opened(key, start, reach, finish)
          redis.call('PEXPIREAT', key, n(finish + 34560000000))
          if redis.call('HLEN', key) < 640 then return end
          local all = redis.call('HGETALL', key)
          local oldest = tonumber(start) - tonumber(reach)
          local starts, held = {}, {}
          for i = 1, #all, 2 do
            local at, kind = string.match(all[i], '^(%d+)([ch])$')
            if kind == 'c' then starts[#starts + 1] = at
            elseif kind == 'h' and all[i + 1] ~= '0:0:0' then held[at] = true end
          end
          table.sort(starts, function(x, y) return tonumber(x) < tonumber(y) end)
          for i = 1, #starts - 128 do
            if tonumber(starts[i]) < oldest and not held[starts[i]] then redis.call('HDEL', key, starts[i] .. 'c', starts[i] .. 'h', starts[i] .. 'a') end
          end
        end

        """;

    /// <summary>When so much of a rolling period is left by itself.</summary>
    private const string Renewal = """
        local function renews(key, start, reach, finish, amount, aa, ab, ac)
          if reach == '0' then return finish end
          local length = finish - tonumber(start)
          local from = tonumber(start) - tonumber(reach)
          local all = redis.call('HGETALL', key)
          local sums, starts = {}, {}
          for i = 1, #all, 2 do
            local at, kind = string.match(all[i], '^(%d+)([ch])$')
            if at and tonumber(at) >= from then
              if not sums[at] then
                sums[at] = {0, 0, 0}
                starts[#starts + 1] = at
              end
              sums[at] = {add(sums[at][1], sums[at][2], sums[at][3], parse(all[i + 1]))}
            end
          end
          table.sort(starts, function(x, y) return tonumber(x) < tonumber(y) end)
          local at = finish
          for i = 1, #starts do
            local x, y, z = parse(amount)
            if not less(aa, ab, ac, x, y, z) then break end
            aa, ab, ac = add(aa, ab, ac, sums[starts[i]][1], sums[starts[i]][2], sums[starts[i]][3])
            at = tonumber(starts[i]) + tonumber(reach) + length
          end
          return at
        end

        """;

    /// <summary>Books amounts in place of what was held and of what was booked before, in all windows or, where a sum does not fit, in none (then it gives nil). Gives the shares that were reached.</summary>
    private const string Book = """
        local function book(scopes, part, starts, helds, bookeds, befores, reaches, levels)
          local todo, crossed = {}, {}
          for i = 1, #starts do
            local start = starts[i]
            if start ~= '-' then
              local key = KEYS[scopes + i]
              local rolling = reaches[i] ~= '0'
              local v = redis.call('HMGET', key, start .. 'c', start .. 'h', start .. 'a', 'rs', 'rc', 'rh', 'ra', 'rl')
              local da, db, dc = parse(bookeds[i])
              if befores then da, db, dc = sub(da, db, dc, parse(befores[i])) end
              local ca, cb, cc = add(da, db, dc, parse(v[1]))
              if not fits(ca) then return nil end
              local set = {start .. 'c', text(ca, cb, cc)}
              if helds then
                local ha, hb, hc = parse(v[2])
                set[3], set[4] = start .. 'h', text(sub(ha, hb, hc, parse(helds[i])))
              end
              local counts = not rolling
              if rolling then
                local rs, rr = string.match(v[4] or '', '^(%d+):(%d+)$')
                if rs and tonumber(start) >= tonumber(rs) - tonumber(rr) then
                  counts = true
                  ca, cb, cc = add(da, db, dc, parse(v[5]))
                  if not fits(ca) then return nil end
                  set[#set + 1] = 'rc'
                  set[#set + 1] = text(ca, cb, cc)
                  if helds then
                    local ha, hb, hc = parse(v[6])
                    set[#set + 1] = 'rh'
                    set[#set + 1] = text(sub(ha, hb, hc, parse(helds[i])))
                  end
                end
              end
              local low = false
              if counts and levels[i] ~= '' then
                local alerted = tonumber((rolling and v[7] or v[3]) or '0')
                local highest = alerted
                low = rolling and v[8]
                if low then
                  local la, lb, lc = parse(low)
                  highest = 0
                  for share, level in string.gmatch(levels[i], '(%d+)=([^,]+)') do
                    if tonumber(share) <= alerted and not less(la, lb, lc, parse(level)) then highest = tonumber(share) end
                  end
                end
                for share, level in string.gmatch(levels[i], '(%d+)=([^,]+)') do
                  if tonumber(share) > highest and not less(ca, cb, cc, parse(level)) then
                    highest = tonumber(share)
                    crossed[#crossed + 1] = n(i - 1)
                    crossed[#crossed + 1] = share
                    crossed[#crossed + 1] = text(ca, cb, cc)
                  end
                end
                if highest ~= alerted then
                  set[#set + 1] = rolling and 'ra' or start .. 'a'
                  set[#set + 1] = n(highest)
                end
              end
              local field = key .. '|' .. start
              local pa, pb, pc = false, false, false
              if da ~= 0 or db ~= 0 or dc ~= 0 then
                pa, pb, pc = add(da, db, dc, parse(redis.call('HGET', part, field)))
                if not fits(pa) then return nil end
              end
              todo[#todo + 1] = {key, set, low, field, pa and text(pa, pb, pc)}
            end
          end
          for i = 1, #todo do
            redis.call('HSET', todo[i][1], unpack(todo[i][2]))
            if todo[i][3] then redis.call('HDEL', todo[i][1], 'rl') end
            if todo[i][5] then redis.call('HSET', part, todo[i][4], todo[i][5]) end
          end
          return crossed
        end

        """;

    /// <summary>KEYS[1]: meta. ARGV[1]: the epoch that the node knows, ARGV[2]: the node.</summary>
    private const string Epoch = """
        local meta = redis.call('HMGET', KEYS[1], 'epoch', 'run', 'frozen', 'n' .. ARGV[2], 'opens')
        if meta[1] ~= ARGV[1] or not meta[4] or meta[2] ~= string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') then return {'E', n(now)} end

        """;

    /// <summary>The scripts.</summary>
    /// <param name="clock">What sets <c>now</c>; tests have a clock of their own.</param>
    public BudgetScripts(string clock = ServerTime)
    {
        string begin = Numbers + clock + Epoch;
        Reserve = begin + Windows + Rolling + Renewal + ReserveBody;
        Charge = begin + Windows + Rolling + Book + ChargeBody;
        Close = begin + Book + CloseBody;
        Lease = begin + Windows + Rolling + LeaseBody;
        Split = begin + Book + SplitBody;
        Prolong = begin + ProlongBody;
        List = begin + ListBody;
        Read = begin + ReadBody;
        Begin = Numbers + clock + BeginBody;
        Post = begin + Book + PostBody;
        Restore = begin + RestoreBody;
        Mine = begin + MineBody;
        Done = begin + DoneBody;
        Pulse = begin + Prune + PulseBody;
        Leave = begin + Prune + LeaveBody;
    }
}
