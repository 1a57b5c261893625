namespace CodeGen.Runtime.Costs;

/// <summary>A region of a cache. Immutable; thread-safe.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TimeToLive">How long its values live. More than 0.</param>
/// <param name="Setting">The configuration path at which that is set; <see langword="null"/> where it is set in code.</param>
/// <param name="IsShared">Whether its values are also in a tier that processes share: then the size of this process's memory decides nothing of what is made.</param>
public sealed record ReuseRegion(string Name, TimeSpan TimeToLive, string? Setting = null, bool IsShared = false);
