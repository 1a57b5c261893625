namespace CodeGen.Runtime.Costs;

/// <summary>The condition of a card but for its context size. Texts are in lower case; null is any.</summary>
internal readonly record struct CardKey(string? Tier, string? Speed, string? Geo, DailyWindow? Hours)
{
    /// <summary>The card that says most about a request wins; of two that say as much, the one for the tier, then for the speed, the region, the hours.</summary>
    public int Rank
    {
        get
        {
            int bits = (Tier is null ? 0 : 8) | (Speed is null ? 0 : 4) | (Geo is null ? 0 : 2) | (Hours is null ? 0 : 1);
            return (System.Numerics.BitOperations.PopCount((uint)bits) << 4) | bits;
        }
    }
}
