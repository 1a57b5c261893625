using CsCheck;

namespace CodeGen.Runtime.Costs.Tests.Recommendations.Reuse;

/// <summary>A host's calls, played to a naive cache, which tells a profile what the library's would, and to the same cache as it might be otherwise.</summary>
internal sealed class ReuseTrace(ReuseProfile profile, ReuseRegion region, NaiveCache real, IReadOnlyList<NaiveCache> otherwise)
{
    private readonly HashSet<int> _valid = [];
    private DateTimeOffset _now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public enum Call
    {
        Get,
        Set,
        Invalidate,
        InvalidateAll,
    }

    public static Gen<(Call Call, int Key, int Minutes)[]> Calls { get; } = Gen.Select(
        Gen.Frequency((16, Gen.Const(Call.Get)), (1, Gen.Const(Call.Set)), (1, Gen.Const(Call.Invalidate)), (1, Gen.Const(Call.InvalidateAll))), Gen.Int[0, 9], Gen.Int[0, 90]).Array[0, 120];

    public int Accesses { get; private set; }

    public static long BytesOf(int key) => 10 + (key * 7 % 40);

    public static decimal CostOf(int key) => 0.01m * (1 + (key % 3));

    /// <summary>Evenly spread, and the same each time.</summary>
    public static ulong HashOf(int key) => System.IO.Hashing.XxHash3.HashToUInt64(BitConverter.GetBytes(key));

    public void Play(IEnumerable<(Call Call, int Key, int Minutes)> calls)
    {
        foreach ((Call call, int key, int minutes) in calls)
        {
            _now += TimeSpan.FromMinutes(minutes);
            Play(call, key);
        }
    }

    private void Play(Call call, int key)
    {
        long now = _now.UtcTicks;
        switch (call)
        {
            case Call.Get:
                Get(key, now);
                break;
            case Call.Set:
                _valid.Add(key);
                foreach (NaiveCache cache in otherwise.Append(real))
                {
                    cache.Put(key, BytesOf(key), now);
                }

                Tell(key, ReuseEventKind.Stored);
                break;
            case Call.Invalidate:
                _valid.Remove(key);
                foreach (NaiveCache cache in otherwise.Append(real))
                {
                    cache.Remove(key);
                }

                break;
            default:
                _valid.Clear();
                foreach (NaiveCache cache in otherwise.Append(real))
                {
                    cache.Clear();
                }

                break;
        }
    }

    private void Get(int key, long now)
    {
        Accesses++;
        foreach (NaiveCache cache in otherwise)
        {
            cache.Get(key, BytesOf(key), CostOf(key), now);
        }

        bool isHeld = real.Holds(key);
        if (real.Get(key, BytesOf(key), CostOf(key), now))
        {
            Tell(key, ReuseEventKind.Hit);
            return;
        }

        Tell(key, !_valid.Contains(key) ? ReuseEventKind.Miss : isHeld ? ReuseEventKind.MissExpired : ReuseEventKind.MissEvicted);
        _valid.Add(key);
        Tell(key, ReuseEventKind.Stored);
    }

    private void Tell(int key, ReuseEventKind kind) => profile.Observe(new ReuseEvent
    {
        Region = region.Name,
        KeyHash = HashOf(key),
        At = _now,
        Kind = kind,
        Bytes = BytesOf(key),
        Cost = CostOf(key),
        Life = region.TimeToLive,
    });
}
