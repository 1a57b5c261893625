namespace CodeGen.Runtime.Costs;

/// <summary>Writes the options of one budget: scope, period with limit, alerts, mode. What is out of range is reported when the host starts. Not thread-safe.</summary>
public sealed class BudgetBuilder
{
    internal BudgetBuilder(BudgetOptions options) => Options = options;

    /// <summary>The options that it writes.</summary>
    public BudgetOptions Options { get; }

    /// <summary>Counts only what has this value. Several are combined: all must hold.</summary>
    /// <param name="dimension">A name of <see cref="CostDimension"/>, such as <c>project</c> or <c>tag.team</c>.</param>
    /// <param name="value">The value.</param>
    public BudgetBuilder Scope(string dimension, string value)
    {
        ArgumentNullException.ThrowIfNull(dimension);
        Options.Scope[dimension] = value;
        return this;
    }

    /// <summary>A limit for each day.</summary>
    /// <param name="limit">The limit, in units of <see cref="BudgetOptions.Currency"/>.</param>
    /// <param name="zone">An IANA time zone.</param>
    public BudgetBuilder Daily(decimal limit, string zone = BudgetPeriod.DefaultZone) => Per(BudgetPeriodKind.Day, limit, zone);

    /// <summary>A limit for each week.</summary>
    /// <param name="limit">The limit, in units of <see cref="BudgetOptions.Currency"/>.</param>
    /// <param name="zone">An IANA time zone.</param>
    /// <param name="fromSunday">Whether weeks begin on Sunday instead of Monday.</param>
    public BudgetBuilder Weekly(decimal limit, string zone = BudgetPeriod.DefaultZone, bool fromSunday = false) =>
        Per(fromSunday ? BudgetPeriodKind.SundayWeek : BudgetPeriodKind.Week, limit, zone);

    /// <summary>A limit for each month.</summary>
    /// <param name="limit">The limit, in units of <see cref="BudgetOptions.Currency"/>.</param>
    /// <param name="zone">An IANA time zone.</param>
    public BudgetBuilder Monthly(decimal limit, string zone = BudgetPeriod.DefaultZone) => Per(BudgetPeriodKind.Month, limit, zone);

    /// <summary>A limit for each quarter.</summary>
    /// <param name="limit">The limit, in units of <see cref="BudgetOptions.Currency"/>.</param>
    /// <param name="zone">An IANA time zone.</param>
    public BudgetBuilder Quarterly(decimal limit, string zone = BudgetPeriod.DefaultZone) => Per(BudgetPeriodKind.Quarter, limit, zone);

    /// <summary>A limit for each calendar year.</summary>
    /// <param name="limit">The limit, in units of <see cref="BudgetOptions.Currency"/>.</param>
    /// <param name="zone">An IANA time zone.</param>
    public BudgetBuilder Yearly(decimal limit, string zone = BudgetPeriod.DefaultZone) => Per(BudgetPeriodKind.Year, limit, zone);

    /// <summary>A limit for each fiscal year.</summary>
    /// <param name="limit">The limit, in units of <see cref="BudgetOptions.Currency"/>.</param>
    /// <param name="startMonth">Its first month, 1 to 12.</param>
    /// <param name="zone">An IANA time zone.</param>
    public BudgetBuilder FiscalYearly(decimal limit, int startMonth, string zone = BudgetPeriod.DefaultZone)
    {
        Options.FiscalYearStart = startMonth;
        return Per(BudgetPeriodKind.FiscalYear, limit, zone);
    }

    /// <summary>A limit for any span of a length.</summary>
    /// <param name="limit">The limit, in units of <see cref="BudgetOptions.Currency"/>.</param>
    /// <param name="length">The length: 1 minute to 366 days.</param>
    /// <param name="buckets">Into how many buckets of whole seconds it is divided, 1 to 96.</param>
    public BudgetBuilder Rolling(decimal limit, TimeSpan length, int buckets = BudgetPeriod.DefaultBuckets)
    {
        (Options.Rolling, Options.Buckets) = (length, buckets);
        return Per(BudgetPeriodKind.Rolling, limit, Options.Zone);
    }

    /// <summary>A limit for one range of time.</summary>
    /// <param name="limit">The limit, in units of <see cref="BudgetOptions.Currency"/>.</param>
    /// <param name="from">The first instant.</param>
    /// <param name="until">The first instant after it.</param>
    public BudgetBuilder Once(decimal limit, DateTimeOffset from, DateTimeOffset until)
    {
        (Options.From, Options.Until) = (from, until);
        return Per(BudgetPeriodKind.Once, limit, Options.Zone);
    }

    /// <summary>The currency of the limit.</summary>
    /// <param name="currency">Its ISO 4217 code; without a call <c>USD</c>.</param>
    public BudgetBuilder In(string currency)
    {
        Options.Currency = currency;
        return this;
    }

    /// <summary>Raises alerts at these shares of the limit, beside those given before.</summary>
    /// <param name="shares">Above 0, to 10, with six decimals at most.</param>
    /// <exception cref="OverflowException">A share is no decimal, such as one that is not a number.</exception>
    public BudgetBuilder Alert(params ReadOnlySpan<double> shares)
    {
        foreach (double share in shares)
        {
            Options.Alerts.Add((decimal)share);
        }

        return this;
    }

    /// <summary>Raises an alert, once in each window, when the costs so far and a forecast of the rest say that the limit will be passed before the window ends. It needs <c>AddCostMetering</c>.</summary>
    /// <param name="probability">From which probability on; above 0, to 1.</param>
    public BudgetBuilder AlertOnForecast(double probability = BudgetOptions.DefaultForecastProbability)
    {
        Options.AlertOnForecast = probability;
        return this;
    }

    /// <summary>Refuses what does not fit.</summary>
    public BudgetBuilder Enforce()
    {
        Options.Mode = BudgetMode.Enforce;
        return this;
    }

    private BudgetBuilder Per(BudgetPeriodKind period, decimal limit, string zone)
    {
        (Options.Period, Options.Limit, Options.Zone) = (period, limit, zone);
        return this;
    }
}
