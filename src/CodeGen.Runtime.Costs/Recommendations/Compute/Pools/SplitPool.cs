using System.Numerics;

namespace CodeGen.Runtime.Costs;

/// <summary>A pool, and what of its work other machines could do. Not thread-safe.</summary>
internal sealed class SplitPool(PoolTimes pool, string name, MachineSplitOptions options, MachineOffer offer)
{
    private readonly MachineTimes _part = new(new MachineClass(options.Where, pool.Options.Meter, pool.Options.UnitsPerMachine), pool.Machines.Hours);

    public PoolTimes Pool => pool;

    public string Name => name;

    public MachineOffer Offer => offer;

    public string OfferName => options.Offer!;

    public void Observe(in ReplayedCharge charge)
    {
        pool.Machines.Observe(charge);
        if (charge.Record.Use.Name == MeterNames.BusyHours && pool.Machines.Class.IsOf(charge.Record.Attribution))
        {
            _part.Observe(charge);
        }
    }

    /// <returns>False where the price of the offer cannot be converted into the currency of the replay.</returns>
    public bool TryHours(out IReadOnlyList<SplitHour> hours)
    {
        var all = new List<SplitHour>();
        hours = all;
        Dictionary<long, long> moved = pool.Observed.GroupBy(static one => one.Key.Hour).ToDictionary(static hour => hour.Key, hour => hour.Sum(one => _part.BusyOf(one.Key)));
        foreach (PoolHour hour in pool.ByHour())
        {
            long part = moved[hour.Hour];
            long kept = pool.Needed(hour.Busy - part, hour.Span);
            long rented = offer.MachinesFor(part, hour.Span, pool.Options.TargetUtilization);
            if (!offer.TryRent(pool.Machines.Hours.Context, (Int128)rented * hour.Span, pool.DayOf(hour), out Money cost))
            {
                return false;
            }

            BigInteger stay = BigInteger.Min((BigInteger)kept * hour.Span, hour.Paid);
            all.Add(new SplitHour(hour, part, kept, rented, hour.Cost - Fraction.RoundHalfToEven(hour.Cost * stay, hour.Paid) - cost.Picos));
        }

        return true;
    }
}
