namespace CodeGen.Runtime.Costs;

/// <summary>All that a node knows of itself and that has to outlive its process.</summary>
/// <param name="Identity">Who it is.</param>
/// <param name="Past">What nodes that are gone had booked.</param>
/// <param name="Bookings">What it booked.</param>
/// <param name="Open">The holds that it has open.</param>
/// <param name="Closed">The holds of which somebody else may speak too.</param>
/// <param name="Steps">What it was about to tell the store, in that order; whether the store has done it is not known.</param>
internal sealed record NodeImage(
    NodeIdentity Identity,
    RememberedPast Past,
    IReadOnlyList<NodeBooking> Bookings,
    IReadOnlyList<HoldRecord> Open,
    IReadOnlyList<NodeClosing> Closed,
    IReadOnlyList<WaitingStep> Steps);
