namespace CodeGen.Runtime.Costs;

/// <summary>That the costs of a budget's window will pass its limit, as <see cref="ICostAnalysis.ProjectBudgetAsync"/> has it. Immutable; thread-safe.</summary>
/// <param name="Probability">How likely the limit is passed before the window ends: above 0, to 1. At 1 it may have been passed already.</param>
/// <param name="ExpectedCost">What the window comes to: half of the ways that it may take stay below.</param>
/// <param name="Early">When the limit is passed in the tenth of the ways that pass it first.</param>
/// <param name="Expected">When it is passed by half of the ways that pass it.</param>
/// <param name="Late">When it is passed by nine tenths of the ways that pass it.</param>
public sealed record BudgetForecast(double Probability, Money ExpectedCost, DateTimeOffset Early, DateTimeOffset Expected, DateTimeOffset Late);
