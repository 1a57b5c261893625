namespace CodeGen.Runtime.Benchmarks;

/// <summary>The names of the caches, as columns of the report.</summary>
internal static class Peer
{
    public const string Ours = "CodeGen.Runtime";
    public const string Hybrid = "HybridCache";
    public const string Fusion = "FusionCache";
    public const string Memory = "MemoryCache";
    public const string BitFaster = "BitFaster";
    public const string Dictionary = "ConcurrentDictionary";
    public const string Raw = "StackExchange.Redis";

    public static readonly IReadOnlyList<string> Columns = [Ours, Hybrid, Fusion, Memory, BitFaster, Dictionary, Raw];
}
