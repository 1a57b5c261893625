using System.Numerics;
using System.Runtime.InteropServices;

namespace CodeGen.Runtime.Costs;

/// <summary>What was paid for machines of a class, and how long they worked, by the hour. Not thread-safe.</summary>
internal sealed class MachineTimes(MachineClass machines, ReplayHours hours)
{
    private readonly Dictionary<(long Hour, string Machine), MachineTime> _times = [];
    private readonly Dictionary<DateOnly, long> _charges = [];

    public MachineClass Class => machines;

    public ReplayHours Hours => hours;

    /// <summary>The names of all that were paid for.</summary>
    public HashSet<string> Machines { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether anybody said how long any of them worked.</summary>
    public bool IsObserved { get; private set; }

    public Int128 Cost { get; private set; }

    public long Paid { get; private set; }

    public IEnumerable<((long Hour, string Machine) Key, MachineTime Time)> All => _times.Select(static one => (one.Key, one.Value));

    public void Observe(in ReplayedCharge charge)
    {
        CostRecord record = charge.Record;
        if (record.Use.Category != CostCategory.Compute || !machines.IsOf(record.Attribution))
        {
            return;
        }

        string machine = record.Attribution.Resource ?? string.Empty;
        if (record.Use.Name == MeterNames.BusyHours)
        {
            if (MachineClass.TryBusy(charge, out long busy))
            {
                AddBusy(record.EventTime, machine, busy);
            }
        }
        else if (machines.TryPaid(charge, out long paid))
        {
            AddPaid(charge, machine, paid);
        }
    }

    /// <summary>How long a machine worked in an hour.</summary>
    public long BusyOf((long Hour, string Machine) key) => _times.GetValueOrDefault(key)?.Busy ?? 0;

    /// <summary>What all of them cost by the day, and nothing saved of it yet.</summary>
    public DailySavings Savings()
    {
        Currency currency = hours.Context.Currency;
        var savings = new DailySavings(currency);
        foreach (((long hour, _), MachineTime time) in _times.Where(static one => one.Value.Paid > 0))
        {
            savings.Add(hours.DayOf(hour), Money.FromPicos(time.Cost, currency), Money.Zero(currency), 0);
        }

        foreach ((DateOnly day, long charges) in _charges)
        {
            savings.Add(day, Money.Zero(currency), Money.Zero(currency), charges);
        }

        return savings;
    }

    /// <summary>A charge covers the hours before it was booked, and its cost is spread over them by their length: the parts come to the whole.</summary>
    private void AddPaid(in ReplayedCharge charge, string machine, long paid)
    {
        bool isAny = false;
        foreach (HourPart part in hours.Backwards(charge.Record.EventTime, paid))
        {
            MachineTime time = Of(part.Hour, machine);
            Int128 cost = Share(charge.Cost.Picos, part.Before + part.Ticks, paid) - Share(charge.Cost.Picos, part.Before, paid);
            time.Paid += part.Ticks;
            time.Cost += cost;
            Paid += part.Ticks;
            Cost += cost;
            isAny = true;
        }

        if (isAny)
        {
            Machines.Add(machine);
            CollectionsMarshal.GetValueRefOrAddDefault(_charges, charge.Day, out _)++;
        }
    }

    private void AddBusy(DateTimeOffset end, string machine, long busy)
    {
        foreach (HourPart part in hours.Backwards(end, busy))
        {
            MachineTime time = Of(part.Hour, machine);
            time.Busy += part.Ticks;
            time.IsObserved = true;
        }

        if (hours.Before(end) is { } hour)
        {
            // Not having worked at all is an observation, too.
            Of(hour, machine).IsObserved = true;
            IsObserved = true;
        }
    }

    private MachineTime Of(long hour, string machine)
    {
        ref MachineTime? time = ref CollectionsMarshal.GetValueRefOrAddDefault(_times, (hour, machine), out _);
        return time ??= new MachineTime();
    }

    private static Int128 Share(Int128 picos, long part, long whole) =>
        part == whole ? picos : part == 0 ? 0 : Fraction.RoundHalfToEven((BigInteger)picos * part, whole);
}
