using System.Numerics;

namespace CodeGen.Runtime.Costs;

/// <summary>Dated exchange rates. A day takes the latest rate that is not after it; the opposite direction and detours over a third currency are not derived. Immutable; thread-safe.</summary>
public sealed class FxRates
{
    private const int MaxDecimals = 12;

    private readonly Dictionary<(Currency From, Currency To), FxRate[]> _rates = [];

    /// <summary>Takes rates in any order.</summary>
    /// <param name="rates">The rates.</param>
    /// <exception cref="ArgumentException">A rate is not above 0, has more than 12 decimals, is for one currency with itself or without one, or is given twice for one day.</exception>
    public FxRates(IEnumerable<FxRate> rates)
    {
        ArgumentNullException.ThrowIfNull(rates);
        foreach (var pair in rates.Select(Checked).GroupBy(static rate => (rate.From, rate.To)))
        {
            FxRate[] byDate = [.. pair.OrderBy(static rate => rate.Date)];
            for (int i = 1; i < byDate.Length; i++)
            {
                if (byDate[i].Date == byDate[i - 1].Date)
                {
                    throw new ArgumentException($"The rate from {byDate[i].From} to {byDate[i].To} of {byDate[i].Date:yyyy-MM-dd} is given twice. Keep one.", nameof(rates));
                }
            }

            _rates.Add(pair.Key, byDate);
        }
    }

    /// <summary>No rates.</summary>
    public static FxRates None { get; } = new([]);

    /// <summary>How many rates there are.</summary>
    public int Count => _rates.Values.Sum(static rates => rates.Length);

    /// <summary>The rate that holds on a day.</summary>
    /// <param name="from">The currency that is converted.</param>
    /// <param name="to">The currency that comes out; the same one has the rate 1.</param>
    /// <param name="date">The day, in UTC.</param>
    /// <param name="rate">The latest rate that is not after the day.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryFind(Currency from, Currency to, DateOnly date, out FxRate rate)
    {
        if (from == to)
        {
            rate = new(from, to, date, 1);
            return true;
        }

        if (_rates.TryGetValue((from, to), out FxRate[]? dated))
        {
            int after = dated.Length;
            for (int low = 0; low < after;)
            {
                int middle = (low + after) / 2;
                if (dated[middle].Date <= date)
                {
                    low = middle + 1;
                }
                else
                {
                    after = middle;
                }
            }

            if (after > 0)
            {
                rate = dated[after - 1];
                return true;
            }
        }

        rate = default;
        return false;
    }

    /// <summary>Converts an amount by the rate of a day, without rounding.</summary>
    /// <param name="amount">The amount.</param>
    /// <param name="to">Into which currency.</param>
    /// <param name="date">The day, in UTC.</param>
    /// <exception cref="FxRateMissingException">No rate is known.</exception>
    /// <exception cref="OverflowException">The result is too large, or too fine.</exception>
    public ExactMoney Convert(ExactMoney amount, Currency to, DateOnly date)
    {
        if (!TryFind(amount.Currency, to, date, out FxRate rate))
        {
            throw new FxRateMissingException(amount.Currency, to, date);
        }

        (Int128 mantissa, int scale) = Fraction.Parts(rate.Rate);
        return Fraction.Reduce((BigInteger)amount.Numerator * mantissa, (BigInteger)amount.Denominator * Fraction.PowerOfTen(scale), to);
    }

    private static FxRate Checked(FxRate rate) =>
        Problem(rate) is { } problem ? throw new ArgumentException(problem, nameof(rate)) : rate;

    /// <summary>What is wrong with a rate, and what to write.</summary>
    internal static string? Problem(FxRate rate)
    {
        string which = $"The rate {rate.Rate} from {rate.From} to {rate.To} of {rate.Date:yyyy-MM-dd}";
        if (rate.From == Currency.None || rate.To == Currency.None || rate.From == rate.To)
        {
            return $"{which} is not between two currencies. Write two codes, such as USD and CNY.";
        }

        return rate.Rate <= 0 ? $"{which} is not above 0. Write how many {rate.To} one {rate.From} is."
            : Fraction.Parts(rate.Rate).Scale > MaxDecimals ? $"{which} has more than {MaxDecimals} decimals. Round it."
            : null;
    }
}
