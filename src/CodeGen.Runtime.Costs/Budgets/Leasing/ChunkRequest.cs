namespace CodeGen.Runtime.Costs;

/// <summary>A chunk that a node would like to have.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Like">A hold whose budgets, windows, currency and rates it has; a size is a multiple of it.</param>
/// <param name="Sizes">Multiples, descending: the largest that fits is taken.</param>
/// <param name="Divisor">By what the rest of the scarcest enforced budget is divided: a chunk is at most that part of it.</param>
internal sealed record ChunkRequest(BudgetHoldId Id, HoldRecord Like, IReadOnlyList<long> Sizes, int Divisor);
