using CodeGen.Runtime.Costs;

namespace CodeGen.Runtime.Conformance.Projections;

/// <summary>A period that is projected while it runs, and all that costs in it and before it.</summary>
/// <param name="Kind">How it was made.</param>
/// <param name="Series">What its costs come from: the periods of one series count as one.</param>
/// <param name="Name">What it is called in tables.</param>
/// <param name="From">Its first instant.</param>
/// <param name="Until">The first instant after it.</param>
/// <param name="HasDays">Whether its days are days, and not a scale that was stretched.</param>
/// <param name="Events">Costs, the earliest first.</param>
internal sealed record CostPeriod(PeriodKind Kind, string Series, string Name, DateTimeOffset From, DateTimeOffset Until, bool HasDays, IReadOnlyList<CostEvent> Events)
{
    private const int Tenths = 10;

    /// <summary>When it is projected: at the end of each day but the last, and after each tenth, to the hour.</summary>
    public IReadOnlyList<(DateTimeOffset At, int? Day, int? Tenth)> Instants()
    {
        var result = new SortedDictionary<DateTimeOffset, (int? Day, int? Tenth)>();
        for (int day = 1; HasDays && From.AddDays(day) < Until; day++)
        {
            result[From.AddDays(day)] = (day, null);
        }

        for (int tenth = 1; tenth < Tenths; tenth++)
        {
            DateTimeOffset at = From.AddHours(Math.Max(1, Math.Round((Until - From).TotalHours * tenth / Tenths)));
            result[at] = (result.TryGetValue(at, out var known) ? known.Day : null, tenth);
        }

        return [.. result.Select(static one => (one.Key, one.Value.Day, one.Value.Tenth))];
    }

    /// <summary>Asks for it: by its name where it is a calendar month.</summary>
    public void Ask(CostProjectionQuery query)
    {
        if (From.Day == 1 && From.TimeOfDay == TimeSpan.Zero && Until == From.AddMonths(1))
        {
            query.Month(From.Year, From.Month, "UTC");
        }
        else
        {
            query.Between(From, Until);
        }
    }
}
