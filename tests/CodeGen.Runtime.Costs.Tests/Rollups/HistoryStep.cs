namespace CodeGen.Runtime.Costs.Tests;

/// <summary>One thing that happens.</summary>
/// <param name="What">Which: 0 to 11.</param>
/// <param name="Amount">How much, and what else it decides.</param>
/// <param name="Ago">How late it is told.</param>
/// <param name="Name">Which of the names.</param>
/// <param name="Passes">How much time goes by before it.</param>
internal sealed record HistoryStep(int What, int Amount, TimeSpan Ago, int Name, TimeSpan Passes);
