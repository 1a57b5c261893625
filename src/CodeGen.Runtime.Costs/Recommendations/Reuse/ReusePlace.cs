namespace CodeGen.Runtime.Costs;

/// <summary>Where a key stands in the order of one size.</summary>
internal struct ReusePlace
{
    public ReuseKey? Newer;
    public ReuseKey? Older;

    /// <summary>Until when its value lives.</summary>
    public long Ends;

    public bool IsIn;
}
