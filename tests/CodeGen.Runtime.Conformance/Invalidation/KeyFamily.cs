namespace CodeGen.Runtime.Conformance.Invalidation;

/// <summary>The kinds of keys under test; each is a region of its own.</summary>
internal enum KeyFamily
{
    /// <summary>Typed keys that are computed anew while the node is cut off; flights reach across nodes.</summary>
    Recompute,

    /// <summary>Typed keys that fail while the node is cut off; an overtaken factory runs again.</summary>
    Fail,

    /// <summary>Typed keys that may be stale while the node is cut off, up to a bound of their own.</summary>
    ServeStale,

    /// <summary>Plain string keys, recomputed while the node is cut off.</summary>
    Plain,
}
