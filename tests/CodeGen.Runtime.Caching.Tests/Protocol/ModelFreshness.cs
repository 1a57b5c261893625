namespace CodeGen.Runtime.Caching.Tests.Protocol;

/// <summary>What the regions of a run use of freshness.</summary>
internal enum ModelFreshness
{
    /// <summary>Nothing: values live and end.</summary>
    None,

    /// <summary>Values are kept after their lives, made again before their ends, and callers do not wait for ever.</summary>
    Kept,

    /// <summary>Values live by being used.</summary>
    Sliding,
}
