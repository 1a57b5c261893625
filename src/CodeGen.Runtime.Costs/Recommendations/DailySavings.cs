namespace CodeGen.Runtime.Costs;

/// <summary>What could be saved, day by day: a saving that comes from one day says less than one of every day. Not thread-safe.</summary>
/// <param name="currency">The currency of all amounts.</param>
public sealed class DailySavings(Currency currency)
{
    private readonly Dictionary<DateOnly, (Int128 Cost, Int128 Saving)> _days = [];

    /// <summary>The currency of all amounts.</summary>
    public Currency Currency => currency;

    /// <summary>What was paid for what the saving is about.</summary>
    public Money Cost => Money.FromPicos(Sum(static day => day.Cost), currency);

    /// <summary>How much less it would have been; negative where it would have been more.</summary>
    public Money Saving => Money.FromPicos(Sum(static day => day.Saving), currency);

    /// <summary>How many charges it is about.</summary>
    public long Charges { get; private set; }

    /// <summary>On how many days there were any.</summary>
    public int Days => _days.Count;

    /// <summary>Adds charges.</summary>
    /// <param name="day">The day of their use.</param>
    /// <param name="cost">What was paid, in <see cref="Currency"/>.</param>
    /// <param name="saving">How much less it would have been, in <see cref="Currency"/>.</param>
    /// <param name="charges">How many.</param>
    /// <exception cref="ArgumentException">An amount is in another currency.</exception>
    public void Add(DateOnly day, Money cost, Money saving, long charges = 1)
    {
        if (cost.Currency != currency || saving.Currency != currency)
        {
            throw new ArgumentException($"The savings are in {currency}; the amounts are in {cost.Currency} and {saving.Currency}. Convert them by {nameof(RecommendationContext.TryConvert)}.", nameof(cost));
        }

        (Int128 Cost, Int128 Saving) known = _days.GetValueOrDefault(day);
        _days[day] = (known.Cost + cost.Picos, known.Saving + saving.Picos);
        Charges += charges;
    }

    /// <summary>Adds what others come to; without their cost and charges where those are in it already.</summary>
    internal void Add(DailySavings other, bool withCost = true)
    {
        foreach ((DateOnly day, (Int128 cost, Int128 saving)) in other._days)
        {
            Add(day, Money.FromPicos(withCost ? cost : 0, currency), Money.FromPicos(saving, currency), 0);
        }

        Charges += withCost ? other.Charges : 0;
    }

    /// <summary>The savings of each of so many days from a first one on, in units of the currency.</summary>
    internal double[] ByDay(DateOnly first, int count) =>
        [.. Enumerable.Range(0, count).Select(day => (double)_days.GetValueOrDefault(first.AddDays(day)).Saving / Money.PicosPerUnit)];

    private Int128 Sum(Func<(Int128 Cost, Int128 Saving), Int128> what) => _days.Values.Aggregate((Int128)0, (sum, day) => sum + what(day));
}
