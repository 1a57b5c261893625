namespace CodeGen.Runtime.Costs;

/// <summary>All that a node knows of itself and that has to outlive its process.</summary>
/// <param name="Identity">Who it is.</param>
/// <param name="Past">What nodes that are gone had booked.</param>
/// <param name="Bookings">What it booked.</param>
/// <param name="Open">The holds that it has open.</param>
/// <param name="Closed">The holds that it resolved, or closed for another node.</param>
/// <param name="Steps">What it was about to tell the store, in that order; whether the store has done it is not known.</param>
internal sealed record NodeImage(
    NodeIdentity Identity,
    RememberedPast Past,
    IReadOnlyList<NodeBooking> Bookings,
    IReadOnlyList<HoldRecord> Open,
    IReadOnlyList<HoldRecord> Closed,
    IReadOnlyList<WaitingStep> Steps);
