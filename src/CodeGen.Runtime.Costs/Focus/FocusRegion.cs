namespace CodeGen.Runtime.Costs;

/// <summary>Where something runs or is managed from. Immutable; thread-safe.</summary>
/// <param name="Id">The provider's identifier: <c>RegionId</c>.</param>
/// <param name="Name">The name shown to people: <c>RegionName</c>.</param>
public sealed record FocusRegion(string Id, string Name);
