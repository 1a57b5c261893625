using CodeGen.Runtime.Caching;

namespace CodeGen.Runtime.Conformance.Latency;

/// <summary>The keys whose disappearance is timed; their values stay in the process that made them, so that looking for one asks nobody.</summary>
[CacheKey("conf_latency:{Project}:{File}")]
internal readonly partial record struct LatencyKey(string Project, string File)
{
    public static LatencyKey Of(int number) => new($"p{number}", "f");

    public static CacheScope ScopeOf(int number) => Scope(project: $"p{number}");

    public static CacheRegion<LatencyKey, string> Region(ITieredCache cache) => cache.Region<LatencyKey, string>(r => r.UseSharedTier = false);
}
