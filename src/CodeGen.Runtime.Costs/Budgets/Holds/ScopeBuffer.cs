using System.Runtime.CompilerServices;

namespace CodeGen.Runtime.Costs;

/// <summary>Room for the budgets of one reservation, on the stack.</summary>
[InlineArray(IBudgets.MaxScopes)]
internal struct ScopeBuffer
{
    private BudgetScope? _first;
}
