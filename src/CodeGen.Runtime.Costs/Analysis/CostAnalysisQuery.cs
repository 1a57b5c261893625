namespace CodeGen.Runtime.Costs;

/// <summary>What the queries of analyses have in common: which days of the billing zone, which costs, in which currency. Each method returns the same query. Not thread-safe.</summary>
/// <typeparam name="TQuery">The query.</typeparam>
public abstract class CostAnalysisQuery<TQuery>
    where TQuery : CostAnalysisQuery<TQuery>
{
    /// <summary>The most days that an analysis is about.</summary>
    public const int MaxDays = 3_660;

    private readonly List<Action<CostQuery>> _filters = [];
    private readonly ZoneClock _clock;

    /// <param name="now">When it is asked.</param>
    /// <param name="zone">The billing zone.</param>
    /// <param name="days">How many days it is about unless something else is said.</param>
    /// <param name="withToday">Whether the running day is one of them.</param>
    private protected CostAnalysisQuery(DateTimeOffset now, string zone, int days, bool withToday)
    {
        _clock = new ZoneClock(zone);
        (Now, Zone) = (now, zone);
        Latest = _clock.DateAt(now).AddDays(withToday ? 1 : 0);
        (First, End) = (Latest.AddDays(-days), Latest);
    }

    internal DateTimeOffset Now { get; }

    internal string Zone { get; }

    internal DateOnly First { get; private set; }

    /// <summary>The first day after it.</summary>
    internal DateOnly End { get; private set; }

    /// <summary>No day from this one on is complete enough.</summary>
    internal DateOnly Latest { get; }

    /// <summary>From one day to another, as far as these are over.</summary>
    /// <param name="first">The first day, from 1970 on.</param>
    /// <param name="until">The first day after it.</param>
    /// <exception cref="ArgumentException">No day of it is over, or there are more than <see cref="MaxDays"/>.</exception>
    public TQuery Between(DateOnly first, DateOnly until)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first.Year, 1970, nameof(first));
        DateOnly end = until < Latest ? until : Latest;
        if (end <= first)
        {
            throw new ArgumentException($"From {first:yyyy-MM-dd} until {until:yyyy-MM-dd} there is no day that is over; the last one was {Latest.AddDays(-1):yyyy-MM-dd}. Write the earlier day first, and one that is past.", nameof(until));
        }

        if (end.DayNumber - first.DayNumber > MaxDays)
        {
            throw new ArgumentException($"From {first:yyyy-MM-dd} until {until:yyyy-MM-dd} there are more than {MaxDays} days. Write a shorter time.", nameof(until));
        }

        (First, End) = (first, end);
        return (TQuery)this;
    }

    /// <summary>The last so many days.</summary>
    /// <param name="days">How many: 1 to <see cref="MaxDays"/>.</param>
    public TQuery LastDays(int days)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, MaxDays);
        return Between(Latest.AddDays(-days), Latest);
    }

    /// <summary>Leaves out what has none of these values. Several filters must all be met.</summary>
    /// <param name="dimension">A name as <see cref="CostQuery.Where"/> has it.</param>
    /// <param name="values">The values; <see langword="null"/> stands for what has none.</param>
    public TQuery Where(string dimension, params IEnumerable<string?> values)
    {
        string?[] kept = [.. values];
        _filters.Add(query => query.Where(dimension, kept));
        return (TQuery)this;
    }

    /// <summary>Reckons in this currency; what has no rate into it is left out and told.</summary>
    /// <param name="currency">Which; the default is <see cref="CostMeteringOptions.Currency"/>.</param>
    public TQuery In(Currency currency)
    {
        _filters.Add(query => query.In(currency));
        return (TQuery)this;
    }

    /// <summary>The first instant of a day.</summary>
    internal DateTimeOffset At(DateOnly day) => _clock.StartOf(day);

    /// <summary>What is asked for of these days.</summary>
    internal CostQuery Ask(CostQuery query, DateOnly first, DateOnly end) => Ask(query, At(first), At(end));

    internal CostQuery Ask(CostQuery query, DateTimeOffset from, DateTimeOffset until)
    {
        query.Between(from, until);
        _filters.ForEach(filter => filter(query));
        return query;
    }
}
