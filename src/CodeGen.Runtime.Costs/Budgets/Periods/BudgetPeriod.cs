namespace CodeGen.Runtime.Costs;

/// <summary>
/// Divides time into windows, each of which has its own sums: nothing is ever reset, another window is another name. Calendar periods follow the calendar of a time zone, with its days of
/// 23 or 25 hours. Immutable; thread-safe.
/// </summary>
/// <remarks>A window begins when the wall clock of the zone shows its first midnight for the first time, or, where that midnight is skipped, when the clock first shows something later.</remarks>
public abstract class BudgetPeriod
{
    /// <summary>The zone that is taken where none is named: <c>UTC</c>.</summary>
    public const string DefaultZone = "UTC";

    /// <summary>Into how many buckets a rolling period is divided where no number is given: 24.</summary>
    public const int DefaultBuckets = 24;

    /// <summary>Windows are computed for instants from this one on: 1970.</summary>
    internal static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch;

    /// <summary>And to this one: 9000.</summary>
    internal static readonly DateTimeOffset Latest = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private protected BudgetPeriod()
    {
    }

    /// <summary>How long before a window's start its sums still count. Zero but for rolling periods.</summary>
    internal virtual TimeSpan Reach => TimeSpan.Zero;

    /// <summary>The IANA time zone whose calendar it follows; that of periods without one is <see cref="DefaultZone"/>.</summary>
    internal virtual string Zone => DefaultZone;

    /// <summary>Days. The names are dates: <c>2026-03-29</c>.</summary>
    /// <param name="zone">An IANA time zone, such as <c>Asia/Shanghai</c>.</param>
    /// <exception cref="ArgumentException">This machine does not know the zone.</exception>
    public static BudgetPeriod Daily(string zone = DefaultZone) => new CalendarPeriod(new DayUnit(), zone);

    /// <summary>Weeks. Those from Monday have the names of ISO 8601, <c>2026-W13</c>; those from Sunday the date of their Sunday, <c>S2026-03-29</c>.</summary>
    /// <param name="zone">An IANA time zone.</param>
    /// <param name="firstDay">Monday or Sunday.</param>
    /// <exception cref="ArgumentException">This machine does not know the zone, or the day is another.</exception>
    public static BudgetPeriod Weekly(string zone = DefaultZone, DayOfWeek firstDay = DayOfWeek.Monday) => new CalendarPeriod(new WeekUnit(firstDay), zone);

    /// <summary>Months. The names are <c>2026-03</c>.</summary>
    /// <param name="zone">An IANA time zone.</param>
    /// <exception cref="ArgumentException">This machine does not know the zone.</exception>
    public static BudgetPeriod Monthly(string zone = DefaultZone) => new CalendarPeriod(MonthUnit.Month, zone);

    /// <summary>Quarters of the calendar year. The names are <c>2026-Q1</c>.</summary>
    /// <param name="zone">An IANA time zone.</param>
    /// <exception cref="ArgumentException">This machine does not know the zone.</exception>
    public static BudgetPeriod Quarterly(string zone = DefaultZone) => new CalendarPeriod(MonthUnit.Quarter, zone);

    /// <summary>Calendar years. The names are <c>2026</c>.</summary>
    /// <param name="zone">An IANA time zone.</param>
    /// <exception cref="ArgumentException">This machine does not know the zone.</exception>
    public static BudgetPeriod Yearly(string zone = DefaultZone) => new CalendarPeriod(MonthUnit.Year, zone);

    /// <summary>Years from the first of a month. The names are those of their first month: <c>FY2026-04</c> is the year from April 2026 to March 2027.</summary>
    /// <param name="startMonth">The first month, 1 to 12.</param>
    /// <param name="zone">An IANA time zone.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such month.</exception>
    /// <exception cref="ArgumentException">This machine does not know the zone.</exception>
    public static BudgetPeriod FiscalYear(int startMonth, string zone = DefaultZone) => new CalendarPeriod(MonthUnit.FiscalYear(startMonth), zone);

    /// <summary>
    /// The last so many hours or days, whenever one looks. Sums are kept by bucket: a window here is one bucket, named by its start, <c>R2026-03-29T01:00:00Z</c>, and what counts is the bucket
    /// that is running and as many as fill the length before it. So no span of this length ever costs more than the limit, and an amount counts for up to one bucket longer than the length.
    /// </summary>
    /// <param name="length">How long: one minute to 366 days of 24 hours.</param>
    /// <param name="buckets">Into how many buckets it is divided, 1 to 96: each a whole number of seconds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length or the number is out of its range.</exception>
    /// <exception cref="ArgumentException">The buckets are no whole seconds.</exception>
    public static BudgetPeriod Rolling(TimeSpan length, int buckets = DefaultBuckets) => new RollingPeriod(length, buckets);

    /// <summary>Once, from one instant to another. Its only window is named <c>once</c>; before and after it the budget counts nothing and refuses nothing.</summary>
    /// <param name="from">The first instant, cut to whole milliseconds.</param>
    /// <param name="until">The first instant after it, cut to whole milliseconds.</param>
    /// <exception cref="ArgumentException">It ends before it begins.</exception>
    /// <exception cref="ArgumentOutOfRangeException">It begins before 1970 or ends after 9000.</exception>
    public static BudgetPeriod Once(DateTimeOffset from, DateTimeOffset until) => new OncePeriod(from, until);

    /// <summary>The window that an instant lies in.</summary>
    /// <param name="instant">The instant, from 1970 to 9000.</param>
    /// <param name="window">The window.</param>
    /// <returns>Whether there is one; always, but for <see cref="Once"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The instant is before 1970 or after 9000.</exception>
    public bool TryGetWindow(DateTimeOffset instant, out BudgetWindow window)
    {
        if (instant < Earliest || instant >= Latest)
        {
            throw new ArgumentOutOfRangeException(nameof(instant), instant, "Windows are computed from 1970 to 9000. Check the clock of this machine.");
        }

        return Find(instant, out window);
    }

    /// <summary>
    /// The next starts and ends of windows, each later than the one before: what a store needs that has a clock and no calendar.
    /// </summary>
    /// <param name="from">Boundaries after this instant.</param>
    /// <param name="count">How many, 1 to 1,000; <see cref="Once"/> has two at most.</param>
    /// <returns>Milliseconds since 1970, UTC.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number or the instant is out of its range.</exception>
    public IReadOnlyList<long> Boundaries(DateTimeOffset from, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 1_000);
        var boundaries = new List<long>(count);
        for (DateTimeOffset? next = Next(from); next is { } boundary && boundaries.Count < count; next = Next(boundary))
        {
            boundaries.Add(boundary.ToUnixTimeMilliseconds());
        }

        return boundaries;
    }

    private protected abstract bool Find(DateTimeOffset instant, out BudgetWindow window);

    /// <summary>The first boundary after an instant.</summary>
    private protected virtual DateTimeOffset? Next(DateTimeOffset instant) => TryGetWindow(instant, out BudgetWindow window) ? window.End : null;
}
