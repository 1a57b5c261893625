namespace CodeGen.Runtime.Costs;

/// <summary>What single requests cost in one currency, their corrections included: exact, by nearest rank. Immutable, thread-safe.</summary>
/// <param name="Requests">How many requests had a price in it.</param>
/// <param name="P50">What half of them did not exceed.</param>
/// <param name="P95">What 95 of 100 did not exceed.</param>
public sealed record RequestCosts(long Requests, Money P50, Money P95);
