namespace CodeGen.Runtime.Costs;

/// <summary>The price of something else than tokens that a model is charged for, such as calls of a web search. Immutable; thread-safe.</summary>
public sealed class PriceFee
{
    /// <summary>The fee's name, such as <c>webSearch</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What is counted. <c>second</c>, <c>minute</c> and <c>hour</c> take durations, <c>tokenHour</c> takes tokens held for a duration; anything else is a number.</summary>
    /// <value>The default is <c>call</c>.</value>
    public string Unit { get; init; } = "call";

    /// <summary>For how many units the price is.</summary>
    /// <value>The default is 1; up to 1,000,000,000.</value>
    public long Per { get; init; } = 1;

    /// <summary>The price of so many units: 0 to 1,000,000 units of the model's currency, with at most 12 decimals.</summary>
    public required decimal Price { get; init; }

    /// <summary>From when on, inclusive.</summary>
    /// <value>The default is <see langword="null"/>: always.</value>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when, exclusive.</summary>
    /// <value>The default is <see langword="null"/>: for ever.</value>
    public DateTimeOffset? To { get; init; }
}
