namespace CodeGen.Runtime.Caching;

/// <summary>What happens to the value of a factory during which its key, a scope or a tag was invalidated. It is never stored.</summary>
public enum OnSuperseded
{
    /// <summary>Callers who asked before the invalidation get it; later ones start anew.</summary>
    Discard = 0,

    /// <summary>The factory runs again, up to <see cref="RegionOptions.MaxRecomputes"/> times; then as <see cref="Discard"/>.</summary>
    Recompute,
}
