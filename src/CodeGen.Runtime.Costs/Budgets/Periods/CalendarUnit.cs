namespace CodeGen.Runtime.Costs;

/// <summary>Divides the dates of the calendar, without a zone: each unit begins at a date's midnight.</summary>
internal abstract class CalendarUnit
{
    /// <summary>The first date of the unit that a date lies in.</summary>
    public abstract DateOnly First(DateOnly date);

    /// <summary>The first date of the unit that comes so many after the one that begins here.</summary>
    public abstract DateOnly Add(DateOnly first, int units);

    /// <summary>The name of the unit that begins here.</summary>
    public abstract string Id(DateOnly first);
}
