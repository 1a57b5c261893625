namespace CodeGen.Runtime.Costs;

/// <summary>A region as it is in the file.</summary>
internal sealed class StoredReuseRegion
{
    public required string Name { get; init; }

    public required TimeSpan TimeToLive { get; init; }

    public required Dictionary<DateOnly, ReuseDay> Days { get; init; }
}
