namespace CodeGen.Runtime.Costs;

/// <summary>What a replay is about. Not thread-safe.</summary>
public sealed class RecommendationContext
{
    private readonly ReplayDays _days;
    private readonly ReportFx _fx;

    internal RecommendationContext(ReportPeriod period, ReplayDays days, Currency currency, PriceBook prices)
    {
        (From, Until) = (period.From, period.Until);
        (_days, Currency, Prices) = (days, currency, prices);
        _fx = new ReportFx(prices.FxRates, currency);
        FirstDay = days.Of(From);
        Days = days.Of(Until.AddTicks(-1)).DayNumber - FirstDay.DayNumber + 1;
        Months = period.Unit == ReportUnit.Month ? 1 : (decimal)(Until - From).Ticks / MeanMonth.Ticks;
    }

    /// <summary>A month where the time is not one: a twelfth of the mean year of the Gregorian calendar, 365.2425 days.</summary>
    internal static TimeSpan MeanMonth { get; } = TimeSpan.FromDays(365.2425) / 12;

    /// <summary>The first instant, UTC.</summary>
    public DateTimeOffset From { get; }

    /// <summary>The first instant after it, UTC.</summary>
    public DateTimeOffset Until { get; }

    /// <summary>The first day, in the billing zone.</summary>
    public DateOnly FirstDay { get; }

    /// <summary>How many days of the billing zone the time touches.</summary>
    public int Days { get; }

    /// <summary>How many months that is: 1 for a calendar month, else its length divided by the mean month of 30.436875 days.</summary>
    public decimal Months { get; }

    /// <summary>The currency of all amounts.</summary>
    public Currency Currency { get; }

    /// <summary>What things cost.</summary>
    public PriceBook Prices { get; }

    /// <summary>The day of an instant in the billing zone.</summary>
    /// <param name="instant">The instant.</param>
    public DateOnly DayOf(DateTimeOffset instant) => _days.Of(instant);

    /// <summary>Converts an amount into the currency of the replay by the rate of a day.</summary>
    /// <param name="amount">The amount.</param>
    /// <param name="day">The day of its use.</param>
    /// <param name="converted">The amount in <see cref="Currency"/>, rounded to a whole pico; zero where no rate is known.</param>
    /// <returns>Whether a rate is known.</returns>
    public bool TryConvert(ExactMoney amount, DateOnly day, out Money converted)
    {
        bool isKnown = _fx.TryConvert(amount, day, out ExactMoney exact);
        converted = isKnown ? exact.Round() : Money.Zero(Currency);
        return isKnown;
    }
}
