namespace CodeGen.Runtime.Costs;

/// <summary>Why a reservation was refused. Immutable; thread-safe.</summary>
/// <param name="Budget">The budget that has too little left.</param>
/// <param name="WindowId">Its window.</param>
/// <param name="Limit">Its limit.</param>
/// <param name="Estimate">What was asked for, in the budget's currency.</param>
/// <param name="Available">What is left; negative where more was spent than there was.</param>
/// <param name="RenewsAt">When the next window begins; of a rolling period, when enough of it is over. Settlements and releases may make room earlier.</param>
public sealed record BudgetRefusal(string Budget, string WindowId, Money Limit, Money Estimate, Money Available, DateTimeOffset RenewsAt);
