namespace CodeGen.Runtime.Costs;

/// <summary>What a meter costs, and has cost: an API's seconds, CPU-hours, gigabytes, or anything a host counts. Immutable; thread-safe.</summary>
public sealed class MeterPrice
{
    /// <summary>The meter's name: one of <see cref="MeterNames"/> or the host's own, 1 to 200 characters. Case does not matter.</summary>
    public required string Name { get; init; }

    /// <summary>What is counted. <c>second</c>, <c>minute</c> and <c>hour</c> take durations, <c>tokenHour</c> takes tokens held for a duration; anything else is a number.</summary>
    public required string Unit { get; init; }

    /// <summary>The currency of all its prices.</summary>
    /// <value>The default is USD.</value>
    public Currency Currency { get; init; } = Currency.Usd;

    /// <summary>The prices one after another; periods may not overlap. A time in none of them has no price in this list.</summary>
    public required IReadOnlyList<MeterPeriod> Periods { get; init; }

    /// <summary>A meter with one price for all times.</summary>
    /// <param name="name">The meter's name.</param>
    /// <param name="unit">What is counted.</param>
    /// <param name="price">The price of one.</param>
    /// <param name="currency">The currency.</param>
    public static MeterPrice Flat(string name, string unit, decimal price, Currency? currency = null) =>
        new() { Name = name, Unit = unit, Currency = currency ?? Currency.Usd, Periods = [new() { Tiers = [new() { Price = price }] }] };
}
