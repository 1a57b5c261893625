namespace CodeGen.Runtime.Costs;

/// <summary>Says which time is replayed. Each method returns the same query. Not thread-safe.</summary>
public sealed class RecommendationQuery
{
    private readonly string _billingZone;

    internal RecommendationQuery(string billingZone) => _billingZone = billingZone;

    internal ReportPeriod? Period { get; private set; }

    /// <summary>A calendar month of the billing zone. Savings a month are those of this month, as they are.</summary>
    /// <param name="year">The year, 1970 to 8999.</param>
    /// <param name="month">The month, 1 to 12.</param>
    public RecommendationQuery Month(int year, int month)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 1970);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 8999);
        Period = ReportPeriod.Of(ReportUnit.Month, new DateOnly(year, month, 1), _billingZone);
        return this;
    }

    /// <summary>Any time. Savings are scaled to a mean month.</summary>
    /// <param name="from">The first instant.</param>
    /// <param name="until">The first instant after it.</param>
    /// <exception cref="ArgumentException">It ends before it begins.</exception>
    public RecommendationQuery Between(DateTimeOffset from, DateTimeOffset until)
    {
        Period = ReportPeriod.Of(from, until, _billingZone);
        return this;
    }
}
