using CodeGen.Runtime.Forecasting;

namespace CodeGen.Runtime.Costs;

/// <summary>What a period will come to. Amounts are estimates, rounded to a billionth of a unit. Immutable; thread-safe.</summary>
public sealed class CostProjection
{
    private readonly ProjectedWays _ways;

    internal CostProjection(ProjectedWays ways) => _ways = ways;

    /// <summary>The period's first instant.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The first instant after it.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>When it was made: what was booked until then is known.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>What was spent in the period so far.</summary>
    public required Money Spent { get; init; }

    /// <summary>The sum if costs go on at the mean rate of the period so far, as invoices and dashboards reckon; <see langword="null"/> where the period has not begun.</summary>
    public required Money? Linear { get; init; }

    /// <summary>How far off such forecasts were at earlier points; none where the period is over.</summary>
    public required BacktestError Error { get; init; }

    /// <summary>Amounts of the history that could not be converted, and are not in the projection.</summary>
    public required IReadOnlyList<UnconvertedAmount> Unconverted { get; init; }

    /// <summary>
    /// Whether the forecast behind it was better than repeating the last season; where not, take it for no more than a guess. Costs that repeat themselves to the last digit cannot be forecast better and are reliable, too. A
    /// period that is over is known.
    /// </summary>
    public bool IsReliable => _ways.IsOver || Error.Relative < 1 || Error is { Origins: > 0, NaiveError: 0 };

    /// <summary>The sum that half of the ways stay below.</summary>
    public Money Expected => Quantile(0.5);

    /// <summary>The sum that this share of the ways stays below.</summary>
    /// <param name="share">0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of its range.</exception>
    public Money Quantile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        return ProjectedWays.Money(_ways.TotalQuantile(share), Spent.Currency);
    }

    /// <summary>How likely the period's sum is above a limit: the share of ways that are.</summary>
    /// <param name="limit">The limit, in the projection's currency.</param>
    /// <exception cref="ArgumentException">The limit is in another currency.</exception>
    public double ProbabilityAbove(Money limit) => _ways.ShareAbove(Amount(limit));

    /// <summary>When a limit will be passed.</summary>
    /// <param name="limit">The limit, in the projection's currency.</param>
    /// <exception cref="ArgumentException">The limit is in another currency.</exception>
    public LimitProjection WhenAbove(Money limit) => _ways.WhenAbove(Amount(limit));

    private double Amount(Money limit) => limit.Currency == Spent.Currency
        ? (double)limit.ToDecimal()
        : throw new ArgumentException($"The limit is in {limit.Currency} and the projection in {Spent.Currency}. Give it in {Spent.Currency}, or project by In.", nameof(limit));
}
