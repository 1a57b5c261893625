using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>The names of times in the keys of groups. Not thread-safe.</summary>
internal sealed class ReportWindows(string zone)
{
    private readonly RollupCalendar _calendar = new(zone);

    public string NameOf(RollupLevel level, DateTimeOffset instant)
    {
        BudgetWindow window = _calendar.WindowOf(level, instant);
        return level >= RollupLevel.Day ? window.Id : window.Start.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }
}
