namespace CodeGen.Runtime.Costs;

/// <summary>What was booked in a budget's window has reached a share of its limit. Immutable; thread-safe.</summary>
/// <param name="Budget">The budget's name.</param>
/// <param name="Window">The window: that of the booking, which of a late settlement may be over.</param>
/// <param name="Threshold">The share: 0.8 is four fifths.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Committed">What is booked in the window now.</param>
/// <param name="At">When.</param>
public sealed record BudgetAlert(string Budget, BudgetWindow Window, decimal Threshold, Money Limit, Money Committed, DateTimeOffset At);
