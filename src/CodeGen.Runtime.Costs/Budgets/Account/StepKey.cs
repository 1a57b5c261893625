namespace CodeGen.Runtime.Costs;

/// <summary>What makes a step the same step.</summary>
/// <param name="Id">The hold.</param>
/// <param name="Verb">What is done with it.</param>
/// <param name="Actual">What was spent.</param>
internal readonly record struct StepKey(BudgetHoldId Id, char Verb, Money Actual)
{
    public static StepKey Of(WaitingStep step) => new(step.Hold.Id, step.Verb, step.Amounts.Actual);
}
