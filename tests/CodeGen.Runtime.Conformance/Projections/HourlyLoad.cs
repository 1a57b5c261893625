namespace CodeGen.Runtime.Conformance.Projections;

/// <summary>Load by the hour, over whole days.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Start">Midnight before the first hour.</param>
/// <param name="Hours">Its hours, each in shares of their mean.</param>
internal sealed record HourlyLoad(string Name, DateTimeOffset Start, double[] Hours)
{
    private const int HoursOfDay = 24;
    private const int HoursOfWeek = 168;

    public int Days => Hours.Length / HoursOfDay;

    public DateTimeOffset End => Start.AddHours(Hours.Length);

    /// <summary>Of minutes: the whole days from the first midnight on.</summary>
    /// <exception cref="UsageException">There are less than two.</exception>
    public static HourlyLoad Of(string name, SortedDictionary<DateTimeOffset, double> minutes)
    {
        DateTimeOffset first = minutes.Keys.First();
        DateTimeOffset start = first.TimeOfDay == TimeSpan.Zero ? first : new DateTimeOffset(first.Date.AddDays(1), TimeSpan.Zero);
        int days = (int)(minutes.Keys.Last().AddMinutes(1) - start).TotalDays;
        if (days < 2)
        {
            throw new UsageException($"'{name}' has {Math.Max(0, days)} whole days; two at least are needed.");
        }

        double[] hours = new double[days * HoursOfDay];
        foreach ((DateTimeOffset time, double value) in minutes)
        {
            int hour = (int)Math.Floor((time - start).TotalHours);
            if (hour >= 0 && hour < hours.Length)
            {
                hours[hour] += value;
            }
        }

        double mean = hours.Average();
        return mean > 0 ? new HourlyLoad(name, start, [.. hours.Select(hour => hour / mean)]) : throw new UsageException($"'{name}' is zero throughout.");
    }

    /// <summary>The mean week of the first two, from the first day on; null where it is shorter.</summary>
    public double[]? Week() =>
        Hours.Length < 2 * HoursOfWeek ? null : [.. Enumerable.Range(0, HoursOfWeek).Select(hour => (Hours[hour] + Hours[hour + HoursOfWeek]) / 2)];

    /// <summary>A unit of money for an hour of mean load, booked in the middle of the hour.</summary>
    public IReadOnlyList<CostEvent> Costs() => [.. Hours.Select((load, hour) => new CostEvent(Start.AddHours(hour + 0.5), (decimal)load))];
}
