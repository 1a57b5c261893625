namespace CodeGen.Runtime.Costs;

/// <summary>What nodes that are gone had booked, as every node remembers it: the server may lose it.</summary>
/// <param name="Version">Its version; 0 before anybody left.</param>
/// <param name="Sums">The sums by key of the budget and window.</param>
/// <param name="GivenUp">Nodes that were given up, and may come back all the same.</param>
internal sealed record RememberedPast(long Version, IReadOnlyList<(string Key, string Start, string Amount)> Sums, IReadOnlyList<string> GivenUp)
{
    public static RememberedPast None { get; } = new(0, [], []);
}
