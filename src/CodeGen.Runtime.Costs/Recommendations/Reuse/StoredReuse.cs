namespace CodeGen.Runtime.Costs;

/// <summary>The profiles as they are in their file.</summary>
internal sealed class StoredReuse
{
    public required string Currency { get; init; }

    public required string Zone { get; init; }

    public required StoredReuseCache[] Caches { get; init; }
}
