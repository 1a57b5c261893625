namespace CodeGen.Runtime.Caching;

/// <summary>A read of the shared tier under way, which others may share.</summary>
/// <param name="key">Of which key.</param>
/// <param name="mark">How many invalidations without a sequence there were when it began.</param>
internal abstract class SharedLook(in EntryKey key, long mark)
{
    private readonly RegionSettings _region = key.Region;
    private readonly string _text = key.Text;

    public long Mark { get; } = mark;

    /// <summary>Whether reads of the key may share this one.</summary>
    public bool IsOf(in EntryKey key) =>
        key.Flags == CallFlags.None && key.Region.Version == _region.Version && key.Region.Name == _region.Name && key.Text == _text;
}
