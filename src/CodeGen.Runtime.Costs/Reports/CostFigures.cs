namespace CodeGen.Runtime.Costs;

/// <summary>What records come to: exact sums, rounded once, half to even, to whole picos. Immutable, thread-safe.</summary>
public sealed class CostFigures
{
    internal CostFigures()
    {
    }

    /// <summary>Charges with their corrections, by currency. Savings are not in it.</summary>
    public required IReadOnlyList<Money> Costs { get; init; }

    /// <summary>What of <see cref="Costs"/> could be converted, in the report's currency: each amount by the rate of the day of its use in the billing zone.</summary>
    public required Money ConvertedCost { get; init; }

    /// <summary>What could not be, and why: it is not in <see cref="ConvertedCost"/>.</summary>
    public required IReadOnlyList<UnconvertedAmount> Unconverted { get; init; }

    /// <summary>Whether <see cref="ConvertedCost"/> is all of it.</summary>
    public bool IsConverted => Unconverted.Count == 0;

    /// <summary>What was not spent, such as for calls that a cache answered, by currency.</summary>
    public required IReadOnlyList<Money> Savings { get; init; }

    /// <summary>How many charges. Where the report is by line, those that have such a line.</summary>
    public required long Charges { get; init; }

    /// <summary>How many corrections.</summary>
    public required long Corrections { get; init; }

    /// <summary>How many savings.</summary>
    public required long SavingRecords { get; init; }

    /// <summary>How many charges are calls of a model or an API. One that was taken back is still one.</summary>
    public required long Requests { get; init; }

    /// <summary>How many charges had no price when they were booked.</summary>
    public required long Unpriced { get; init; }

    /// <summary>Tokens of models, corrections included.</summary>
    public required long Tokens { get; init; }

    /// <summary>Those of answers: output, reasoning, audio, images, video, citations.</summary>
    public required long OutputTokens { get; init; }

    /// <summary>How much was used, by unit, corrections included.</summary>
    public required IReadOnlyList<UsedQuantity> Quantities { get; init; }

    /// <summary><see cref="Costs"/> divided by <see cref="Requests"/>; empty where there are none.</summary>
    public required IReadOnlyList<Money> PerRequest { get; init; }

    /// <summary>What models cost for each 1,000 tokens of their answers; empty where there are none.</summary>
    public required IReadOnlyList<Money> PerThousandOutputTokens { get; init; }

    /// <summary>What models cost for each 1,000,000 tokens; empty where there are none.</summary>
    public required IReadOnlyList<Money> PerMillionTokens { get; init; }

    /// <summary>Percentiles of what a request cost, by currency; empty where they were not asked for, see <see cref="CostQuery.WithRequestCosts"/>.</summary>
    public required IReadOnlyList<RequestCosts> RequestCosts { get; init; }

    /// <summary>The costs, one currency after another.</summary>
    public override string ToString() => string.Join(", ", Costs);
}
