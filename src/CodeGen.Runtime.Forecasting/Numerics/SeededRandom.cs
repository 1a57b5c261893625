namespace CodeGen.Runtime.Forecasting;

/// <summary>Random numbers that are the same for a seed on every version of the platform.</summary>
/// <remarks>SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014).</remarks>
internal sealed class SeededRandom(int seed)
{
    private ulong _state = (ulong)(uint)seed;

    /// <summary>A number from 0 on, below a bound.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    private ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
