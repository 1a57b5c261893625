using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>The day of use by which amounts are converted: that of the billing zone. Not thread-safe.</summary>
internal sealed class ReportDays(RollupCalendar calendar)
{
    public DateOnly Of(DateTimeOffset instant) => DateOnly.ParseExact(calendar.WindowOf(RollupLevel.Day, instant).Id, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public DateOnly Last(DateTimeOffset until) => Of(until.AddTicks(-1));
}
