namespace CodeGen.Runtime.Costs;

/// <summary>What came of a recommendation that was followed. Immutable; thread-safe.</summary>
/// <param name="Promise">What was promised.</param>
/// <param name="Status">Whether it came.</param>
/// <param name="Until">Until when charges were looked at.</param>
/// <param name="Before">What the charges since then would have cost as it was before.</param>
/// <param name="Actual">What they cost.</param>
/// <param name="Charges">How many they are.</param>
/// <param name="Changed">How many of them were made as was recommended; <see langword="null"/> where that cannot be told.</param>
/// <param name="Reason">The same in words.</param>
public sealed record PromiseCheck(Promise Promise, PromiseStatus Status, DateTimeOffset Until, Money Before, Money Actual, long Charges, long? Changed, string Reason)
{
    /// <summary>What was saved since.</summary>
    public Money Saving => Before - Actual;

    /// <summary><see cref="Saving"/> as a part of <see cref="Before"/>, six decimals; <see langword="null"/> where there is nothing yet.</summary>
    public decimal? Share => Before.IsZero ? null : Math.Round(Saving.ToDecimal() / Before.ToDecimal(), 6);
}
