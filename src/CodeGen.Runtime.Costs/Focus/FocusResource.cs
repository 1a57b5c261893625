namespace CodeGen.Runtime.Costs;

/// <summary>What incurred a charge: a deployment, a machine, an endpoint. Immutable; thread-safe.</summary>
/// <param name="Id">Its identifier, unique within the provider: <c>ResourceId</c>.</param>
/// <param name="Type">What kind of thing it is: <c>ResourceType</c>.</param>
/// <param name="Name">The name that people gave it, or null when it has none: <c>ResourceName</c>.</param>
public sealed record FocusResource(string Id, string Type, string? Name = null);
