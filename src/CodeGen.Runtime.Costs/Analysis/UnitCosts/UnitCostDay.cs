namespace CodeGen.Runtime.Costs;

/// <summary>Calls of models and what they cost. Immutable; thread-safe.</summary>
/// <param name="Day">The day.</param>
/// <param name="Cost">What models cost, corrections included.</param>
/// <param name="Requests">How many calls.</param>
/// <param name="OutputTokens">How many tokens answers had.</param>
public sealed record UnitCostDay(DateOnly Day, Money Cost, long Requests, long OutputTokens)
{
    /// <summary>The cost of a call, rounded to a pico; <see langword="null"/> where there are none.</summary>
    public Money? PerRequest => Of(UnitCostKind.PerRequest);

    /// <summary>The cost of 1,000 tokens of answers, rounded to a pico; <see langword="null"/> where there are none.</summary>
    public Money? PerThousandOutputTokens => Of(UnitCostKind.PerThousandOutputTokens);

    /// <summary>How many units of a kind.</summary>
    internal decimal Units(UnitCostKind kind) => kind == UnitCostKind.PerRequest ? Requests : OutputTokens / 1_000m;

    internal Money? Of(UnitCostKind kind) => Units(kind) is var units and > 0 ? Money.Of(Cost.ToDecimal() / units, Cost.Currency) : null;
}
