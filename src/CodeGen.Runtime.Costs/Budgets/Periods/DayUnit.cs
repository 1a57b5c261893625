using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>Days.</summary>
internal sealed class DayUnit : CalendarUnit
{
    public override DateOnly First(DateOnly date) => date;

    public override DateOnly Add(DateOnly first, int units) => first.AddDays(units);

    public override string Id(DateOnly first) => first.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public override string ToString() => "day";
}
