using System.Numerics;

namespace CodeGen.Runtime.Costs;

/// <summary>
/// How many machines ran at once in each hour, and what it comes to when some of them are reserved. The more are reserved the fewer hours the last of them is used, so the first that is not worth its price ends the
/// search: the number that is found is the best there is. Immutable.
/// </summary>
internal sealed class ReservedHours
{
    private readonly MachineTimes _machines;
    private readonly (long Hour, long Span, long Paid)[] _hours;
    private readonly Dictionary<DateOnly, Int128> _reserved;
    private readonly Int128 _price;

    private ReservedHours(MachineTimes machines, (long Hour, long Span, long Paid)[] hours, Dictionary<DateOnly, Int128> reserved)
    {
        (_machines, _hours, _reserved) = (machines, hours, reserved);
        _price = reserved.Values.Aggregate((Int128)0, static (sum, day) => sum + day);
        Window = hours.Sum(static hour => hour.Span);
    }

    /// <summary>How many ticks the time has.</summary>
    public long Window { get; }

    /// <summary>Which part of the hours a reserved machine has to be used to be cheaper; null where machines cost nothing.</summary>
    public decimal? BreakEven => _machines.Cost > 0 ? Math.Round((decimal)_price / (decimal)_machines.Cost * _machines.Paid / Window, 6) : null;

    /// <returns>Null where the price cannot be converted into the currency of the replay.</returns>
    public static ReservedHours? Of(OfferTimes one)
    {
        ReplayHours hours = one.Machines.Hours;
        Dictionary<long, long> paid = one.Machines.All.GroupBy(static known => known.Key.Hour).ToDictionary(static hour => hour.Key, static hour => hour.Sum(static known => known.Time.Paid));
        (long Hour, long Span, long Paid)[] all = [.. hours.All.Select(hour => (hour, hours.Span(hour), paid.GetValueOrDefault(hour)))];
        var reserved = new Dictionary<DateOnly, Int128>();
        foreach (var day in all.GroupBy(hour => hours.DayOf(hour.Hour)))
        {
            if (!one.Offer.TryRent(hours.Context, day.Sum(static hour => hour.Span), day.Key, out Money cost))
            {
                return null;
            }

            reserved[day.Key] = cost.Picos;
        }

        return new ReservedHours(one.Machines, all, reserved);
    }

    /// <summary>How many machines would have cost least; the fewest of several numbers.</summary>
    public long Best()
    {
        long machines = 0;

        // A further one is worth it where its hours cost more on demand than all hours of the time do reserved.
        while ((BigInteger)(Used(machines + 1) - Used(machines)) * _machines.Cost > (BigInteger)_price * _machines.Paid)
        {
            machines++;
        }

        return machines;
    }

    /// <summary>How many ticks so many reserved machines would have been used.</summary>
    public long Used(long machines) => _hours.Sum(hour => Math.Min(hour.Paid, machines * hour.Span));

    public DailySavings Savings(long machines)
    {
        Currency currency = _machines.Hours.Context.Currency;
        DailySavings savings = _machines.Savings();
        Dictionary<DateOnly, Int128> replaced = [];
        foreach ((long hour, long span, long paid) in _hours)
        {
            DateOnly day = _machines.Hours.DayOf(hour);
            replaced[day] = replaced.GetValueOrDefault(day) + Math.Min(paid, machines * span);
        }

        foreach ((DateOnly day, Int128 used) in replaced.OrderBy(static one => one.Key))
        {
            Int128 onDemand = Fraction.RoundHalfToEven((BigInteger)used * _machines.Cost, _machines.Paid);
            savings.Add(day, Money.Zero(currency), Money.FromPicos(onDemand - (machines * _reserved[day]), currency), 0);
        }

        return savings;
    }
}
