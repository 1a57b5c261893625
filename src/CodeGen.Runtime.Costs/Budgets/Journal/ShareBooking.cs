namespace CodeGen.Runtime.Costs;

/// <summary>What a booking does to one window.</summary>
/// <param name="Delta">By how much what is booked there changes, in picos of the budget's currency.</param>
/// <param name="Alerted">The highest share of the limit, in millionths, at which an alert was raised in the window, after the booking; -1 where the booking raises none whatever it comes to.</param>
internal readonly record struct ShareBooking(Int128 Delta, int Alerted);
