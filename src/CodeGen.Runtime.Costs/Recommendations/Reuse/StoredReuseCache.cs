namespace CodeGen.Runtime.Costs;

/// <summary>A profile as it is in the file.</summary>
internal sealed class StoredReuseCache
{
    public required string Name { get; init; }

    public required long MaxEntries { get; init; }

    public required long MaxBytes { get; init; }

    public required StoredReuseRegion[] Regions { get; init; }
}
