namespace CodeGen.Runtime.Costs;

/// <summary>Hours of machines: paid, observed, busy. What was not observed is told as such and is never idle. Immutable; thread-safe.</summary>
/// <param name="Name">The resource or service; <see langword="null"/> of what has none, and of all.</param>
/// <param name="PaidHours">Hours that are paid for, rounded to a millionth.</param>
/// <param name="ObservedHours">Those of them on days on which hours of work were booked, too.</param>
/// <param name="BusyHours">Hours of work on these days, <see cref="ObservedHours"/> at most.</param>
/// <param name="Cost">What the paid hours cost.</param>
/// <param name="ObservedCost">What the observed hours cost.</param>
/// <param name="IdleCost">What of <paramref name="ObservedCost"/> was paid for hours without work.</param>
public sealed record MachineUse(string? Name, decimal PaidHours, decimal ObservedHours, decimal BusyHours, Money Cost, Money ObservedCost, Money IdleCost)
{
    /// <summary>The share of observed hours with work, 0 to 1; <see langword="null"/> where nothing was observed.</summary>
    public double? Utilization => AnalysisNumbers.Share(BusyHours, ObservedHours);

    /// <summary>The share of observed hours without work, 0 to 1; <see langword="null"/> where nothing was observed.</summary>
    public double? IdleShare => 1 - Utilization;

    /// <summary>The share of paid hours that was observed, 0 to 1; <see langword="null"/> where nothing was paid.</summary>
    public double? ObservedShare => AnalysisNumbers.Share(ObservedHours, PaidHours);

    /// <summary>What was paid for hours of which nobody knows whether there was work.</summary>
    public Money NotObservedCost => Cost - ObservedCost;
}
