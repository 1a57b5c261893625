namespace CodeGen.Runtime.Costs;

/// <summary>How a budget stands. Immutable; thread-safe.</summary>
/// <param name="Budget">The budget's name.</param>
/// <param name="Window">The window; of a rolling period the bucket, whose sums include those of the buckets before it that count with it.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Committed">What is booked.</param>
/// <param name="Held">What is held, what is indeterminate included.</param>
/// <param name="Indeterminate">How much of it is indeterminate.</param>
/// <param name="Unconverted">How many amounts this process could not count, because they were in another currency and no rate was known.</param>
public sealed record BudgetStatus(string Budget, BudgetWindow Window, Money Limit, Money Committed, Money Held, Money Indeterminate, long Unconverted)
{
    /// <summary>What may still be reserved: the limit less what is booked and held. Negative where more was spent than estimated, or nothing is enforced.</summary>
    public Money Available => Limit - Committed - Held;
}
