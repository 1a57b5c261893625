namespace CodeGen.Runtime.Caching;

/// <summary>Which flights are the same: of one key, in one version of its region, leaving the same out.</summary>
internal readonly record struct FlightPlace(string Region, string Text, int Version, CallFlags Flags)
{
    /// <summary>The text alone tells nearly all apart.</summary>
    public override int GetHashCode() => string.GetHashCode(Text);

    public static FlightPlace Of(in EntryKey key) => new(key.Region.Name, key.Text, key.Region.Version, key.Flags);
}
