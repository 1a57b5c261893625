namespace CodeGen.Runtime.Caching;

/// <summary>
/// The scripts of the shared tier. Each touches the data key and the flight key of one entry, which share a slot, and nothing else. The frame's fixed prefix is read by offset:
/// write version at 5 to 12, sequence at 13 to 20, epoch at 21 to 28 (counted from 1), flags at 4.
/// </summary>
internal static class SharedScripts
{
    // The sequence stays below 2^53, so a double holds it; comparing the bytes as strings would follow the server's locale.
    private const string Prelude = """
        local head = redis.call('GETRANGE', KEYS[1], 0, 27)
        local known = #head == 28 and string.sub(head, 1, 2) == 'CG'
        local seen = ''
        if known then seen = string.sub(head, 5, 12) end
        if seen == string.rep('\0', 8) then seen = '' end
        local function sequence()
          local n = 0
          for i = 13, 20 do n = n * 256 + string.byte(head, i) end
          return n
        end
        local function now()
          local t = redis.call('TIME')
          return tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
        end
        local function tooOld(began, longest)
          local age = now() - tonumber(began)
          return age > tonumber(longest) or age < -60000
        end

        """;

    /// <summary>KEYS: data, flight. ARGV: token or empty, life of the flight in ms. Gives {version seen, now, 1 when the flight was taken or none was asked for}.</summary>
    public const string Begin = Prelude + """
        local taken = 1
        if ARGV[1] ~= '' then
          local holder = redis.call('GET', KEYS[2])
          if holder and holder ~= ARGV[1] then taken = 0 else redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2]) end
        end
        return {seen, string.format('%.0f', now()), taken}
        """;

    /// <summary>KEYS: data, flight. ARGV: version seen or empty, began at, longest age, life, token or empty, frame. Gives a <see cref="WriteOutcome"/>.</summary>
    public const string WriteCreated = Prelude + """
        if seen ~= ARGV[1] then return 1 end
        if tooOld(ARGV[2], ARGV[3]) then return 2 end
        if ARGV[5] ~= '' then
          local holder = redis.call('GET', KEYS[2])
          if holder and holder ~= ARGV[5] then return 3 end
        end
        redis.call('SET', KEYS[1], ARGV[6], 'PX', ARGV[4])
        return 0
        """;

    /// <summary>KEYS: data. ARGV: epoch (8 bytes), sequence, life, began at, longest age, frame. Gives a <see cref="WriteOutcome"/>.</summary>
    public const string WriteSet = Prelude + """
        if known and string.sub(head, 21, 28) == ARGV[1] and math.floor(string.byte(head, 4) / 2) % 2 == 1 and sequence() > tonumber(ARGV[2]) then return 1 end
        if tooOld(ARGV[4], ARGV[5]) then return 2 end
        redis.call('SET', KEYS[1], ARGV[6], 'PX', ARGV[3])
        return 0
        """;

    /// <summary>KEYS: data. ARGV: epoch (8 bytes), sequence. Gives 1 when the frame was deleted.</summary>
    public const string RemoveOlder = Prelude + """
        if #head == 0 then return 0 end
        if known and string.sub(head, 21, 28) == ARGV[1] and sequence() >= tonumber(ARGV[2]) then return 0 end
        return redis.call('DEL', KEYS[1])
        """;

    /// <summary>KEYS: data. ARGV: write version (8 bytes), life, end of the absolute life on this server's clock, kept after life, all in ms. Gives the life that is left, or -1.</summary>
    public const string Touch = Prelude + """
        if not known or seen ~= ARGV[1] then return -1 end
        local kept = tonumber(ARGV[4])
        local left = redis.call('PTTL', KEYS[1]) - kept
        local life = math.min(tonumber(ARGV[2]), tonumber(ARGV[3]) - now())
        if life > left then
          redis.call('PEXPIRE', KEYS[1], string.format('%.0f', life + kept))
          left = life
        end
        return math.max(0, math.floor(left))
        """;

    /// <summary>KEYS: flight. ARGV: token, life in ms. Gives 1 when the flight is this token's.</summary>
    public const string RenewFlight = """
        local holder = redis.call('GET', KEYS[1])
        if holder and holder ~= ARGV[1] then return 0 end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return 1
        """;

    /// <summary>KEYS: flight. ARGV: token, channel, message.</summary>
    public const string EndFlight = """
        if redis.call('GET', KEYS[1]) == ARGV[1] then
          redis.call('DEL', KEYS[1])
          redis.call('PUBLISH', ARGV[2], ARGV[3])
          return 1
        end
        return 0
        """;
}
