namespace CodeGen.Runtime.Costs;

/// <summary>An amount that could not be converted into the report's currency. It is never guessed. Immutable, thread-safe.</summary>
/// <param name="Amount">How much.</param>
/// <param name="FirstDay">The first day of use, in the billing zone, or one before it.</param>
/// <param name="LastDay">The last one, or one after it.</param>
/// <param name="Reason">Why, and what to do.</param>
public sealed record UnconvertedAmount(Money Amount, DateOnly FirstDay, DateOnly LastDay, string Reason);
