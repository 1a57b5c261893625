namespace CodeGen.Runtime.Costs;

/// <summary>A pool in one hour, with other machines for a part of its work. Immutable.</summary>
/// <param name="Before">As it was.</param>
/// <param name="Moved">How many ticks of work the other machines would have done.</param>
/// <param name="Kept">How many machines of the pool the rest needs.</param>
/// <param name="Rented">How many of the others that part needs.</param>
/// <param name="Saved">What that saves, in picos; negative where it costs more.</param>
internal sealed record SplitHour(PoolHour Before, long Moved, long Kept, long Rented, Int128 Saved);
