namespace CodeGen.Runtime.Costs;

/// <summary>What was booked in a budget's window has reached a share of its limit, or, where there is a <see cref="Forecast"/>, will pass it. Immutable; thread-safe.</summary>
/// <param name="Budget">The budget's name.</param>
/// <param name="Window">The window: that of the booking, which of a late settlement may be over.</param>
/// <param name="Threshold">The share: 0.8 is four fifths. Of a forecast it is 1, the limit, which need not be reached yet.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Committed">What is booked in the window now.</param>
/// <param name="At">When.</param>
public sealed record BudgetAlert(string Budget, BudgetWindow Window, decimal Threshold, Money Limit, Money Committed, DateTimeOffset At)
{
    /// <summary>What is expected of the window, where the alert is about that; <see langword="null"/> where a share of the limit was reached.</summary>
    public BudgetForecast? Forecast { get; init; }
}
