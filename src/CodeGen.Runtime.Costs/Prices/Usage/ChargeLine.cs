namespace CodeGen.Runtime.Costs;

/// <summary>What the tokens of one kind cost.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Quantity">How many tokens; more than 0.</param>
/// <param name="UnitPrice">The price of 1,000,000 tokens in units of the currency, multipliers applied.</param>
/// <param name="Amount">Quantity times price.</param>
public readonly record struct ChargeLine(TokenKind Kind, long Quantity, decimal UnitPrice, ExactMoney Amount);
