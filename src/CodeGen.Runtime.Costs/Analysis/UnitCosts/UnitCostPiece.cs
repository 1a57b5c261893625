namespace CodeGen.Runtime.Costs;

/// <summary>Tokens of one kind of one model, and what they cost.</summary>
/// <param name="Item">The model.</param>
/// <param name="Line">The kind.</param>
/// <param name="Cost">What they cost.</param>
/// <param name="Tokens">How many; 0 of what is charged beside tokens.</param>
internal readonly record struct UnitCostPiece(string? Item, string? Line, decimal Cost, decimal Tokens);
