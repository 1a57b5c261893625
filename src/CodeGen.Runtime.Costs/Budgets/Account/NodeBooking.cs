namespace CodeGen.Runtime.Costs;

/// <summary>What one node has booked in one window.</summary>
/// <param name="Budget">The budget, by its name in the shared store: name, currency and period.</param>
/// <param name="WindowStart">The window's start, milliseconds since 1970.</param>
/// <param name="Committed">How much, in picos. Below zero where the node replaced what another had booked by less.</param>
internal readonly record struct NodeBooking(string Budget, long WindowStart, Int128 Committed);
