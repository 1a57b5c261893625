namespace CodeGen.Runtime.Costs.Tests;

/// <summary>What machines are needed and saved, by trying one number after another.</summary>
internal static class NaivePool
{
    /// <summary>The fewest machines, and no fewer than stay, that have room for some minutes of work.</summary>
    public static int Needed(decimal minutes, decimal target, int minimum)
    {
        int machines = minimum;
        while (machines * 60 * target < minutes)
        {
            machines++;
        }

        return machines;
    }

    public static decimal Saved(Fleet fleet, int hour, int needed)
    {
        var cells = fleet.Observed(hour);
        int paid = cells.Sum(static cell => cell.Paid);
        return paid == 0 ? 0 : Math.Max(0, paid - (60 * needed)) * cells.Sum(static cell => cell.Cost) / paid;
    }

    /// <summary>What the right number of machines in each of some hours saves.</summary>
    public static decimal Saved(Fleet fleet, decimal target, int minimum, Func<int, bool> which) =>
        Enumerable.Range(0, Fleet.Hours).Where(which).Sum(hour => Saved(fleet, hour, Needed(fleet.Observed(hour).Sum(static cell => cell.Busy), target, minimum)));

    public static bool IsUneven(Fleet fleet, int hour, decimal target)
    {
        var cells = fleet.Observed(hour);
        return cells.Any(cell => cell.Paid >= 30 && cell.Busy >= target * cell.Paid) && cells.Sum(static cell => cell.Busy) < target * cells.Sum(static cell => cell.Paid);
    }
}
