using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>A reservation was refused because a budget has too little left.</summary>
public sealed class BudgetExceededException : Exception
{
    /// <summary>Says so of a refusal.</summary>
    /// <param name="refusal">The refusal.</param>
    public BudgetExceededException(BudgetRefusal refusal)
        : base(Describe(refusal)) => Refusal = refusal;

    /// <summary>Which budget, how much remains, when that changes.</summary>
    public BudgetRefusal Refusal { get; }

    private static string Describe(BudgetRefusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        string remedy = refusal.Estimate > refusal.Limit
            ? "The estimate is above the limit itself: raise the limit or make the call smaller."
            : string.Create(CultureInfo.InvariantCulture, $"Wait until {refusal.RenewsAt:yyyy-MM-dd'T'HH:mm:ss'Z'}, raise the limit, or make the call smaller.");
        return $"The budget '{refusal.Budget}' has {refusal.Available} of {refusal.Limit} left in its window {refusal.WindowId}; {refusal.Estimate} was asked for. {remedy}";
    }
}
