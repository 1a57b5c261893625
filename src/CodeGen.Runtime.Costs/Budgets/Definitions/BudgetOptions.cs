namespace CodeGen.Runtime.Costs;

/// <summary>The settings of one budget, as configuration holds them.</summary>
public sealed class BudgetOptions
{
    /// <summary>Default of <see cref="Currency"/>.</summary>
    public const string DefaultCurrency = "USD";

    /// <summary>Default of <see cref="FiscalYearStart"/>: January.</summary>
    public const int DefaultFiscalYearStart = 1;

    /// <summary>The probability of <see cref="BudgetBuilder.AlertOnForecast"/> where none is given: four fifths.</summary>
    public const double DefaultForecastProbability = 0.8;

    /// <summary>Default of <see cref="Rolling"/>: one day.</summary>
    public static readonly TimeSpan DefaultRolling = TimeSpan.FromDays(1);

    /// <summary>What the budget is for: names of <see cref="CostDimension"/> with the value that each must have. Upper and lower case differ.</summary>
    /// <value>The default is empty: everything.</value>
    public IDictionary<string, string> Scope { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The period.</summary>
    /// <value>The default is <see cref="BudgetPeriodKind.Month"/>.</value>
    public BudgetPeriodKind Period { get; set; } = BudgetPeriodKind.Month;

    /// <summary>The IANA time zone whose calendar the period follows. Rolling periods and ranges have none.</summary>
    /// <value>The default is <c>UTC</c>.</value>
    public string Zone { get; set; } = BudgetPeriod.DefaultZone;

    /// <summary>The first month of the fiscal year.</summary>
    /// <value>The default is 1, January; 1 to 12.</value>
    public int FiscalYearStart { get; set; } = DefaultFiscalYearStart;

    /// <summary>How long a rolling period is.</summary>
    /// <value>The default is one day; 1 minute to 366 days.</value>
    public TimeSpan Rolling { get; set; } = DefaultRolling;

    /// <summary>Into how many buckets of whole seconds a rolling period is divided.</summary>
    /// <value>The default is 24; 1 to 96.</value>
    public int Buckets { get; set; } = BudgetPeriod.DefaultBuckets;

    /// <summary>The first instant of a range.</summary>
    /// <value>The default is <see langword="null"/>; needed for <see cref="BudgetPeriodKind.Once"/>.</value>
    public DateTimeOffset? From { get; set; }

    /// <summary>The first instant after a range.</summary>
    /// <value>The default is <see langword="null"/>; needed for <see cref="BudgetPeriodKind.Once"/>.</value>
    public DateTimeOffset? Until { get; set; }

    /// <summary>How much one window may cost, in units of <see cref="Currency"/>.</summary>
    /// <value>There is no default; above 0, to 10²⁴.</value>
    public decimal Limit { get; set; }

    /// <summary>The currency of the limit, by its ISO 4217 code.</summary>
    /// <value>The default is <c>USD</c>.</value>
    public string Currency { get; set; } = DefaultCurrency;

    /// <summary>At which shares of the limit alerts are raised: 0.8 is four fifths.</summary>
    /// <value>The default is none; each above 0, to 10, with six decimals at most; 16 of them at most.</value>
    public IList<decimal> Alerts { get; } = [];

    /// <summary>
    /// From which probability on that the costs of a window pass the limit before its end an alert is raised, once in each window. It is forecast from the ledger, every <see cref="BudgetsOptions.ForecastInterval"/>, and needs
    /// <c>AddCostMetering</c>. Not for <see cref="BudgetPeriodKind.Rolling"/>, which has no end.
    /// </summary>
    /// <value>The default is <see langword="null"/>: no such alert; above 0, to 1.</value>
    public double? AlertOnForecast { get; set; }

    /// <summary>What becomes of reservations that do not fit.</summary>
    /// <value>The default is <see cref="BudgetMode.Observe"/>.</value>
    public BudgetMode Mode { get; set; }
}
