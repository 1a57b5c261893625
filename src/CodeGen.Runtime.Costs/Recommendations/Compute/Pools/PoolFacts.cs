using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>What recommendations about pools rest on.</summary>
internal static class PoolFacts
{
    public static IEnumerable<RecommendationFact> Of(PoolTimes pool, IReadOnlyCollection<PoolHour> hours, string prefix = "")
    {
        long paid = hours.Sum(static hour => hour.Paid);
        decimal busy = hours.Sum(static hour => (decimal)hour.Busy);
        yield return new($"{prefix}hours with observations", MachineText.Count(hours.Count));
        yield return new($"{prefix}machine hours paid in them", MachineText.Hours(paid));
        yield return new($"{prefix}utilization in them", paid == 0 ? "none" : MachineText.Share(busy / paid));
        yield return new($"{prefix}paid for a machine hour in them", MachineText.PerHour(hours.Aggregate((Int128)0, static (sum, hour) => sum + hour.Cost), paid, pool.Machines.Hours.Context.Currency));
    }

    public static string Target(PoolTimes pool) => string.Create(
        CultureInfo.InvariantCulture, $"Machines may work {pool.Options.TargetUtilization:P0} of an hour, and at least {pool.Options.MinimumMachines} of them stay.");
}
