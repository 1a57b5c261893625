namespace CodeGen.Runtime.Caching;

/// <summary>Hears of each hit whose value cost money to make, on the reader's thread: what it does is paid for by the hit. Implementations are thread-safe and do not throw.</summary>
internal interface ICacheSavings
{
    /// <param name="region">The region's name.</param>
    /// <param name="cost">What the value cost to make, above 0, in the host's currency.</param>
    void Saved(string region, decimal cost);
}
