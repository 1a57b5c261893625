namespace CodeGen.Runtime.Costs;

/// <summary>Where the difference of two unit costs comes from. The three sum up to it exactly. Immutable; thread-safe.</summary>
/// <param name="Price">Other prices of the same tokens of the same models.</param>
/// <param name="Tokens">More or fewer tokens for each unit.</param>
/// <param name="Mix">Other models and other kinds of tokens, and what is charged beside tokens.</param>
public sealed record UnitCostEffects(Money Price, Money Tokens, Money Mix);
