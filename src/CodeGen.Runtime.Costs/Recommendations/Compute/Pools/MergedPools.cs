using System.Numerics;

namespace CodeGen.Runtime.Costs;

/// <summary>Two pools with the same machines for both. Immutable.</summary>
internal sealed class MergedPools(PoolTimes one, PoolTimes other)
{
    public PoolTimes One => one;

    public PoolTimes Other => other;

    public IEnumerable<MergedHour> ByHour()
    {
        Dictionary<long, PoolHour> ones = one.ByHour().ToDictionary(static hour => hour.Hour);
        Dictionary<long, PoolHour> others = other.ByHour().ToDictionary(static hour => hour.Hour);
        foreach (long hour in ones.Keys.Union(others.Keys).Order())
        {
            long span = one.Machines.Hours.Span(hour);
            var nothing = new PoolHour(hour, span, 0, 0, 0, 0, false);
            yield return Of(ones.GetValueOrDefault(hour, nothing), others.GetValueOrDefault(hour, nothing));
        }
    }

    public static BigInteger Apart(IEnumerable<MergedHour> hours) => hours.Aggregate(BigInteger.Zero, static (sum, hour) => sum + ((BigInteger)hour.Apart * hour.Span));

    public static BigInteger Together(IEnumerable<MergedHour> hours) => hours.Aggregate(BigInteger.Zero, static (sum, hour) => sum + ((BigInteger)hour.Together * hour.Span));

    private MergedHour Of(PoolHour left, PoolHour right)
    {
        // The work of each at its own target: rounded up once instead of twice.
        var needed = (long)(one.Machinery(left.Busy, left.Span) + other.Machinery(right.Busy, right.Span)).Ceiling();
        long together = Math.Max(needed, Math.Max(Minimum(one, left), Minimum(other, right)));
        long apart = Apart(one, left) + Apart(other, right);
        long paid = left.Paid + right.Paid;
        BigInteger kept = BigInteger.Min((BigInteger)together * left.Span, paid);

        // Prices are compared crosswise; a pool without hours has none.
        bool isLeftDearer = right.Paid == 0 || (left.Paid > 0 && left.Cost * (BigInteger)right.Paid >= right.Cost * (BigInteger)left.Paid);
        PoolHour dearer = isLeftDearer ? left : right;
        Int128 after = Fraction.RoundHalfToEven(dearer.Cost * kept, dearer.Paid);
        return new MergedHour(left.Hour, left.Span, apart, together, left.Cost + right.Cost - after);
    }

    private static long Apart(PoolTimes pool, PoolHour hour) => hour.Paid == 0 ? 0 : pool.Needed(hour);

    private static long Minimum(PoolTimes pool, PoolHour hour) => hour.Paid == 0 ? 0 : pool.Options.MinimumMachines;
}
