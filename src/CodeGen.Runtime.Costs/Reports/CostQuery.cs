namespace CodeGen.Runtime.Costs;

/// <summary>Says what a report is about. Each method returns the same query. Not thread-safe.</summary>
public sealed class CostQuery
{
    private readonly DateTimeOffset _now;
    private readonly string _billingZone;
    private readonly List<ReportColumn> _columns = [];
    private readonly List<ReportFilter> _filters = [];
    private ReportPeriod? _period;
    private ReportPeriod? _other;
    private bool _isCompared;
    private int? _top;
    private bool _withRequestCosts;
    private Currency _currency;

    internal CostQuery(DateTimeOffset now, string billingZone, Currency currency) => (_now, _billingZone, _currency) = (now, billingZone, currency);

    /// <summary>A calendar year.</summary>
    /// <param name="year">The year, 1970 to 8999.</param>
    /// <param name="zone">In which IANA time zone; the default is the billing zone.</param>
    /// <exception cref="ArgumentException">There is no such year or zone.</exception>
    public CostQuery Year(int year, string? zone = null) => Set(ReportPeriod.Of(ReportUnit.Year, Date(year, 1, 1), zone ?? _billingZone));

    /// <summary>A calendar month.</summary>
    /// <param name="year">The year, 1970 to 8999.</param>
    /// <param name="month">The month, 1 to 12.</param>
    /// <param name="zone">In which IANA time zone; the default is the billing zone, whose months are always there. Another one needs sums by the hour or the minute, or the ledger itself.</param>
    /// <exception cref="ArgumentException">There is no such month or zone.</exception>
    public CostQuery Period(int year, int month, string? zone = null) => Set(ReportPeriod.Of(ReportUnit.Month, Date(year, month, 1), zone ?? _billingZone));

    /// <summary>A day.</summary>
    /// <param name="day">Its date.</param>
    /// <param name="zone">In which IANA time zone; the default is the billing zone.</param>
    /// <exception cref="ArgumentException">There is no such day or zone.</exception>
    public CostQuery Day(DateOnly day, string? zone = null) => Set(ReportPeriod.Of(ReportUnit.Day, Date(day.Year, day.Month, day.Day), zone ?? _billingZone));

    /// <summary>A time.</summary>
    /// <param name="from">The first instant.</param>
    /// <param name="until">The first instant after it.</param>
    /// <exception cref="ArgumentException">It ends before it begins.</exception>
    public CostQuery Between(DateTimeOffset from, DateTimeOffset until) => Set(ReportPeriod.Of(from, until, _billingZone));

    /// <summary>The time up to now, in whole minutes: the running minute is in it.</summary>
    /// <param name="span">How long: one minute or more.</param>
    /// <exception cref="ArgumentException">It is shorter.</exception>
    public CostQuery Last(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.FromMinutes(1));
        DateTimeOffset minute = Minute(_now);
        return Between(Minute(_now - span), minute == _now ? minute : minute.AddMinutes(1));
    }

    /// <summary>Makes sums for each value of these, and for each combination of them. Time comes first in the order of groups, then the dearest.</summary>
    /// <param name="dimensions">Names of <see cref="CostDimension"/>, such as <c>project</c> or <c>tag.team</c>, or of <see cref="CostReportDimension"/>.</param>
    /// <exception cref="ArgumentException">A name is none of these, or comes twice.</exception>
    public CostQuery GroupBy(params IEnumerable<string> dimensions)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        foreach (string dimension in dimensions)
        {
            ReportColumn column = ReportColumn.Parse(dimension);
            _columns.Add(_columns.Exists(known => known.Name == column.Name)
                ? throw new ArgumentException($"The report is grouped by '{column.Name}' twice. Name it once.", nameof(dimensions))
                : column);
        }

        return this;
    }

    /// <summary>Leaves out what has none of these values. Several filters must all be met.</summary>
    /// <param name="dimension">A name of <see cref="CostDimension"/> or <see cref="CostReportDimension"/>, but for times.</param>
    /// <param name="values">The values, which are compared letter by letter; <see langword="null"/> stands for what has no value.</param>
    /// <exception cref="ArgumentException">There is no such dimension, or no such category, kind or currency, or no value at all.</exception>
    public CostQuery Where(string dimension, params IEnumerable<string?> values)
    {
        _filters.Add(new ReportFilter(ReportColumn.Parse(dimension), [.. values]));
        return this;
    }

    /// <summary>Converts into this currency where rates are known.</summary>
    /// <param name="currency">Which; the default is <see cref="CostMeteringOptions.Currency"/>.</param>
    /// <exception cref="ArgumentException">It is no currency.</exception>
    public CostQuery In(Currency currency)
    {
        _currency = currency != Currency.None ? currency : throw new ArgumentException("A report is in a currency. Write one, such as Currency.Usd.", nameof(currency));
        return this;
    }

    /// <summary>Shows so many groups, the dearest by the whole period, and what the others come to together.</summary>
    /// <param name="groups">How many; 1 or more.</param>
    public CostQuery Top(int groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        _top = groups;
        return this;
    }

    /// <summary>Tells the median and the 95th percentile of what a request cost. They are exact, for which each request of the period is read from the ledger, and its cost kept in memory until the report is made.</summary>
    public CostQuery WithRequestCosts()
    {
        _withRequestCosts = true;
        return this;
    }

    /// <summary>Compares with the period before: the year, month or day before, or as long a time.</summary>
    public CostQuery CompareWithPrevious()
    {
        _isCompared = true;
        _other = null;
        return this;
    }

    /// <summary>Compares with another time.</summary>
    /// <param name="from">The first instant.</param>
    /// <param name="until">The first instant after it.</param>
    /// <exception cref="ArgumentException">It ends before it begins.</exception>
    public CostQuery CompareWith(DateTimeOffset from, DateTimeOffset until)
    {
        _isCompared = true;
        _other = ReportPeriod.Of(from, until, _billingZone);
        return this;
    }

    internal ReportSpec Build()
    {
        ReportPeriod period = _period ?? throw new ArgumentException($"The report has no period. Say one by {nameof(Period)}, {nameof(Year)}, {nameof(Day)}, {nameof(Between)} or {nameof(Last)}.");
        bool hasTime = _columns.Exists(static column => column.Time is not null);
        bool hasLines = _columns.Exists(static column => column.IsOfLine) || _filters.Exists(static filter => filter.Column.IsOfLine);
        if (_isCompared && hasTime)
        {
            throw new ArgumentException("A report that is compared with another time cannot be grouped by time: no two periods have the same. Make two reports.");
        }

        if (_withRequestCosts && hasLines)
        {
            throw new ArgumentException($"What a request costs is the sum of its lines: leave out '{CostReportDimension.Line}' and '{CostReportDimension.Unit}', or {nameof(WithRequestCosts)}.");
        }

        return new ReportSpec(period, _isCompared ? _other ?? period.Previous() : null, [.. _columns], [.. _filters], _currency, _top, _withRequestCosts);
    }

    private static DateOnly Date(int year, int month, int day)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 1970);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 8999);
        return new DateOnly(year, month, day);
    }

    private static DateTimeOffset Minute(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    private CostQuery Set(ReportPeriod period)
    {
        _period = period;
        return this;
    }
}
