namespace CodeGen.Runtime.Costs;

/// <summary>An offer, and the machines that it could replace.</summary>
internal sealed record OfferTimes(string Name, MachineOffer Offer, MachineTimes Machines);
