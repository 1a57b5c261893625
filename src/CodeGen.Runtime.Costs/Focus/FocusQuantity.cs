namespace CodeGen.Runtime.Costs;

/// <summary>How much was consumed. Immutable; thread-safe.</summary>
/// <param name="Amount">How many units: <c>ConsumedQuantity</c>. Negative where a correction takes usage back.</param>
/// <param name="Unit">The unit as FOCUS writes units: plural, capitalised, such as <c>Tokens</c>, <c>Seconds</c>, <c>GPU-Hours</c>: <c>ConsumedUnit</c>.</param>
public sealed record FocusQuantity(decimal Amount, string Unit);
