namespace CodeGen.Runtime.Costs;

/// <summary>What recommendations about machines decide anew: each machine by its name, in hours in which its pool is evenly loaded and in others.</summary>
internal static class MachineClaims
{
    /// <summary>All hours of some machines.</summary>
    public static IReadOnlyList<string> All(IEnumerable<string> machines) => [.. machines.Order(StringComparer.Ordinal).SelectMany(static machine => new[] { EvenOf(machine), UnevenOf(machine) })];

    /// <summary>Hours in which the load can be put on fewer of them as it is.</summary>
    public static IReadOnlyList<string> Even(IEnumerable<string> machines) => [.. machines.Order(StringComparer.Ordinal).Select(EvenOf)];

    /// <summary>Hours in which it has to be balanced first.</summary>
    public static IReadOnlyList<string> Uneven(IEnumerable<string> machines) => [.. machines.Order(StringComparer.Ordinal).Select(UnevenOf)];

    private static string EvenOf(string machine) => $"machine:{machine}:even";

    private static string UnevenOf(string machine) => $"machine:{machine}:uneven";
}
