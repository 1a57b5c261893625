namespace CodeGen.Runtime.Costs;

/// <summary>No rate between two currencies is known for a day. It is never guessed: add the rate, or report the amounts apart.</summary>
public sealed class FxRateMissingException : Exception
{
    internal FxRateMissingException(Currency from, Currency to, DateOnly date)
        : base($"No rate from {from} to {to} on {date:yyyy-MM-dd} or before is known. Add one under 'fx' in a price file or to {nameof(PriceList)}.{nameof(PriceList.FxRates)}, or report the currencies apart.")
    {
        From = from;
        To = to;
        Date = date;
    }

    /// <summary>The currency that was to be converted.</summary>
    public Currency From { get; }

    /// <summary>Into which.</summary>
    public Currency To { get; }

    /// <summary>For which day.</summary>
    public DateOnly Date { get; }
}
