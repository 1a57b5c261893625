namespace CodeGen.Runtime.Costs;

/// <summary>Sums by category and currency as they stood. Immutable, thread-safe.</summary>
public sealed class CostTotals
{
    private readonly IReadOnlyList<Money>[] _categories;

    internal CostTotals(IReadOnlyList<Money>[] categories, IReadOnlyList<Money> total, IReadOnlyList<Money> savings, long records, long unpriced) =>
        (_categories, Total, Savings, Records, Unpriced) = (categories, total, savings, records, unpriced);

    /// <summary>What everything came to, by currency. Nothing is converted; <see cref="FxRates"/> can.</summary>
    public IReadOnlyList<Money> Total { get; }

    /// <summary>What was saved, by currency. It is not in <see cref="Total"/>.</summary>
    public IReadOnlyList<Money> Savings { get; }

    /// <summary>How many records of costs there are.</summary>
    public long Records { get; }

    /// <summary>How many charges had no price when they were booked. They may have been priced since.</summary>
    public long Unpriced { get; }

    /// <summary>What a category came to, by currency.</summary>
    /// <param name="category">Which.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such category.</exception>
    public IReadOnlyList<Money> Of(CostCategory category) =>
        Enum.IsDefined(category) ? _categories[(int)category] : throw new ArgumentOutOfRangeException(nameof(category), category, $"A category is one of {string.Join(", ", Enum.GetNames<CostCategory>())}.");

    /// <summary>The total, one currency after another: <c>1.2 CNY, 0.03 USD</c>.</summary>
    public override string ToString() => string.Join(", ", Total);
}
