namespace CodeGen.Runtime.Costs;

/// <summary>Says what a projection is about. Each method returns the same query. Not thread-safe.</summary>
public sealed class CostProjectionQuery
{
    /// <summary>The most ways that are drawn.</summary>
    public const int MaxPaths = 100_000;

    private readonly List<Action<CostQuery>> _filters = [];
    private readonly string _billingZone;

    internal CostProjectionQuery(string billingZone) => _billingZone = billingZone;

    internal ReportPeriod? Period { get; private set; }

    internal int Ways { get; private set; } = 1_000;

    /// <summary>A calendar month.</summary>
    /// <param name="year">The year, 1970 to 8999.</param>
    /// <param name="month">The month, 1 to 12.</param>
    /// <param name="zone">In which IANA time zone; the default is the billing zone.</param>
    /// <exception cref="ArgumentException">There is no such month or zone.</exception>
    public CostProjectionQuery Month(int year, int month, string? zone = null) => Set(ReportUnit.Month, year, month, zone);

    /// <summary>A calendar year.</summary>
    /// <param name="year">The year, 1970 to 8999.</param>
    /// <param name="zone">In which IANA time zone; the default is the billing zone.</param>
    /// <exception cref="ArgumentException">There is no such year or zone.</exception>
    public CostProjectionQuery Year(int year, string? zone = null) => Set(ReportUnit.Year, year, 1, zone);

    /// <summary>A time of any length, such as a sprint or the window of a budget.</summary>
    /// <param name="from">The first instant.</param>
    /// <param name="until">The first instant after it.</param>
    /// <param name="zone">By whose hours and days it is forecast, an IANA time zone; the default is the billing zone.</param>
    /// <exception cref="ArgumentException">It ends before it begins, or this machine does not know the zone.</exception>
    public CostProjectionQuery Between(DateTimeOffset from, DateTimeOffset until, string? zone = null)
    {
        string known = zone ?? _billingZone;
        _ = new ZoneClock(known);
        Period = ReportPeriod.Of(from, until, known);
        return this;
    }

    /// <summary>Leaves out what has none of these values. Several filters must all be met.</summary>
    /// <param name="dimension">A name as <see cref="CostQuery.Where"/> has it.</param>
    /// <param name="values">The values; <see langword="null"/> stands for what has none.</param>
    public CostProjectionQuery Where(string dimension, params IEnumerable<string?> values)
    {
        string?[] kept = [.. values];
        _filters.Add(query => query.Where(dimension, kept));
        return this;
    }

    /// <summary>Projects in this currency; what has no rate into it is left out and told.</summary>
    /// <param name="currency">Which; the default is <see cref="CostMeteringOptions.Currency"/>.</param>
    public CostProjectionQuery In(Currency currency)
    {
        _filters.Add(query => query.In(currency));
        return this;
    }

    /// <summary>How many ways are drawn: more make the quantiles at the ends surer.</summary>
    /// <param name="count">10 to <see cref="MaxPaths"/>; the default is 1,000.</param>
    public CostProjectionQuery Paths(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxPaths);
        Ways = count;
        return this;
    }

    internal void Apply(CostQuery query) => _filters.ForEach(filter => filter(query));

    private CostProjectionQuery Set(ReportUnit unit, int year, int month, string? zone)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 1970);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 8999);
        Period = ReportPeriod.Of(unit, new DateOnly(year, month, 1), zone ?? _billingZone);
        return this;
    }
}
