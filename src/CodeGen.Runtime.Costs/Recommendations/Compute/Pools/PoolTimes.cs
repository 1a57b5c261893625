using System.Numerics;

namespace CodeGen.Runtime.Costs;

/// <summary>A pool and its machines. Not thread-safe.</summary>
internal sealed class PoolTimes
{
    private readonly ReplayHours _hours;

    public PoolTimes(string name, MachinePoolOptions options, ReplayHours hours)
    {
        (Name, Options, _hours) = (name, options, hours);
        Machines = new MachineTimes(new MachineClass(options.Where, options.Meter, options.UnitsPerMachine), hours);
    }

    public string Name { get; }

    public MachinePoolOptions Options { get; }

    public MachineTimes Machines { get; }

    /// <summary>Machine hours with an observation, which are all that is known of the pool.</summary>
    public IEnumerable<((long Hour, string Machine) Key, MachineTime Time)> Observed => Machines.All.Where(static one => one.Time is { IsObserved: true, Paid: > 0 });

    public IEnumerable<PoolHour> ByHour() => Observed.GroupBy(static one => one.Key.Hour).OrderBy(static hour => hour.Key).Select(hour => Of(hour.Key, [.. hour.Select(static one => one.Time)]));

    /// <summary>How many machines an hour needs: as many as do its work without working more than they may, and never fewer than stay.</summary>
    public long Needed(long busy, long span) => Math.Max(Options.MinimumMachines, (long)Machinery(busy, span).Ceiling());

    public long Needed(PoolHour hour) => Needed(hour.Busy, hour.Span);

    /// <summary>The same as a fraction, before it is rounded up.</summary>
    public Ratio Machinery(long busy, long span) => new Ratio(busy, span) / Ratio.Of(Options.TargetUtilization);

    /// <summary>What is saved when so many machines do in an hour; never less than nothing, as machines that are missing are not added.</summary>
    public static Int128 Saved(PoolHour hour, long needed)
    {
        BigInteger idle = hour.Paid - ((BigInteger)needed * hour.Span);
        return idle.Sign <= 0 ? 0 : Fraction.RoundHalfToEven(hour.Cost * idle, hour.Paid);
    }

    /// <summary>What giving back machines in every hour saves, with the load of each hour balanced over those that stay.</summary>
    public Int128 SavedAlone() => ByHour().Aggregate((Int128)0, (sum, hour) => sum + Saved(hour, Needed(hour)));

    public DateOnly DayOf(PoolHour hour) => _hours.DayOf(hour.Hour);

    private PoolHour Of(long hour, MachineTime[] machines)
    {
        long paid = machines.Sum(static one => one.Paid);
        long busy = machines.Sum(static one => one.Busy);
        long span = _hours.Span(hour);
        decimal target = Options.TargetUtilization;

        // A machine that ran for some minutes says nothing: charges are spread by the clock of whoever booked them.
        decimal hottest = machines.Where(one => one.Paid * 2 >= span).Select(static one => (decimal)one.Busy / one.Paid).DefaultIfEmpty().Max();
        Int128 cost = machines.Aggregate((Int128)0, static (sum, one) => sum + one.Cost);
        return new PoolHour(hour, span, paid, busy, cost, hottest, hottest >= target && busy < target * paid);
    }
}
