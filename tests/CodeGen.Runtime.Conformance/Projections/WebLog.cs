namespace CodeGen.Runtime.Conformance.Projections;

/// <summary>
/// The log of a web server of July and August 1995 (NASA Kennedy Space Center, Internet Traffic Archive), whose file counts minutes without the time that the archive lacks: it breaks off on 28 July at 13:32 and goes
/// on on 1 August. On 1 to 3 August the server was off, and that is in it as zeros.
/// </summary>
internal static class WebLog
{
    private const int MinutesOfWeek = 7 * 24 * 60;

    private static readonly DateTimeOffset s_july = new(1995, 7, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_breaksOff = new(1995, 7, 28, 13, 32, 0, TimeSpan.Zero);

    /// <summary>The end of the last day of July that is whole.</summary>
    public static DateTimeOffset LastOfJuly => new(1995, 7, 28, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset August => new(1995, 8, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Lays the minutes of the file on the calendar. What the archive lacks is taken from the week before it: no costs would be said where there were some that nobody knows.</summary>
    public static SortedDictionary<DateTimeOffset, double> Lay(IEnumerable<(long Minute, double Count)> rows)
    {
        int known = (int)(s_breaksOff - s_july).TotalMinutes;
        var result = new SortedDictionary<DateTimeOffset, double>();
        foreach ((long minute, double count) in rows)
        {
            result[minute < known ? s_july.AddMinutes(minute) : August.AddMinutes(minute - known)] = count;
        }

        bool goesOn = result.Keys.Last() >= August;
        for (DateTimeOffset at = s_breaksOff; at < August && goesOn; at = at.AddMinutes(1))
        {
            result[at] = result.GetValueOrDefault(at.AddMinutes(-MinutesOfWeek));
        }

        return result;
    }
}
