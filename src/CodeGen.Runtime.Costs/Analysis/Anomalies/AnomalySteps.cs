namespace CodeGen.Runtime.Costs;

/// <summary>The hours or days that are learnt from and looked at.</summary>
internal sealed class AnomalySteps
{
    /// <summary>So much of the past says what is usual: with the week that is looked at, what is kept by the hour and by the day.</summary>
    private const int DaysOfHours = 55;
    private const int DaysOfDays = 365;

    private readonly DateTimeOffset[] _starts;

    public AnomalySteps(CostAnomalyQuery query)
    {
        if (query.IsByDay)
        {
            // The running day is not over.
            DateOnly first = query.First.AddDays(-DaysOfDays);
            DateOnly end = query.End < query.Latest ? query.End : query.Latest.AddDays(-1);
            first = first.Year < 1970 ? new DateOnly(1970, 1, 1) : first;
            _starts = [.. Enumerable.Range(0, Math.Max(0, end.DayNumber - first.DayNumber) + 1).Select(first.AddDays).Select(query.At)];
        }
        else
        {
            DateTimeOffset start = Hour(query.At(query.First)).AddDays(-DaysOfHours);
            DateTimeOffset until = query.At(query.End);
            DateTimeOffset end = Hour(until < query.Now ? until : query.Now);
            _starts = [.. Enumerable.Range(0, Math.Max(0, (int)(end - start).TotalHours) + 1).Select(hour => start.AddHours(hour))];
        }

        LookedAt = Array.FindIndex(_starts, start => start >= query.At(query.First));
        LookedAt = LookedAt < 0 ? Count : LookedAt;
    }

    public int Count => _starts.Length - 1;

    /// <summary>The first one that is looked at.</summary>
    public int LookedAt { get; }

    public DateTimeOffset First => _starts[0];

    public DateTimeOffset End => _starts[^1];

    public DateTimeOffset From(int step) => _starts[step];

    public DateTimeOffset Until(int step) => _starts[step + 1];

    /// <summary>Which step begins then; negative where none does.</summary>
    public int IndexOf(DateTimeOffset start) => Array.BinarySearch(_starts, start);

    private static DateTimeOffset Hour(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
