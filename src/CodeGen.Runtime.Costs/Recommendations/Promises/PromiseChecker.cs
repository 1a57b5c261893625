using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>Checks promises against what was charged since.</summary>
internal sealed class PromiseChecker(ICostReports reports, CostRecommendationOptions options)
{
    /// <summary>What a unit of work costs in a time, and how much of it there was.</summary>
    public async ValueTask<(decimal Costs, decimal Units, long Charges, int Days)> MeasureAsync(PromiseMeasure measure, Currency currency, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        (decimal Costs, decimal Units, long Charges, int Days) sum = default;
        foreach (IReadOnlyDictionary<string, string> where in (IEnumerable<IReadOnlyDictionary<string, string>>)[measure.Where, .. measure.Also ?? []])
        {
            CostReport report = await ReportAsync(
                query =>
                {
                    query.Between(from, until).In(currency).GroupBy(CostReportDimension.Day);
                    if (measure.Category is { } category)
                    {
                        query.Where(CostReportDimension.Category, category.ToString().ToLowerInvariant());
                    }
                },
                where,
                cancellationToken).ConfigureAwait(false);
            CostFigures total = report.Total;
            decimal costs = total.ConvertedCost.ToDecimal();
            decimal units = measure.Unit switch
            {
                PromiseUnit.Request when measure.Category is null => total.Requests,
                PromiseUnit.Request => (await ReportAsync(query => query.Between(from, until), where, cancellationToken).ConfigureAwait(false)).Total.Requests,
                PromiseUnit.Worth => costs + total.Savings.Where(saving => saving.Currency == currency).Sum(static saving => saving.ToDecimal()),
                _ => (await ReportAsync(query => query.Between(from, until).Where(CostReportDimension.Item, MeterNames.BusyHours), where, cancellationToken).ConfigureAwait(false))
                    .Total.Quantities.Sum(static quantity => quantity.Quantity.ToDecimal(9)),
            };
            sum = (sum.Costs + costs, sum.Units + units, sum.Charges + total.Charges, Math.Max(sum.Days, report.Groups.Count));
        }

        return sum;
    }

    public PromiseCheck OfCalls(Promise promise, CallPromise calls, DateTimeOffset until) =>
        Judge(promise, until, calls.Before, calls.Actual, calls.Charges, calls.Changed, calls.Days.Count);

    public async ValueTask<PromiseCheck> OfMeasureAsync(Promise promise, DateTimeOffset until, CancellationToken cancellationToken)
    {
        Currency currency = promise.PerMonth.Currency;
        (decimal costs, decimal units, long charges, int days) = await MeasureAsync(promise.Measure!, currency, promise.Since, until, cancellationToken).ConfigureAwait(false);
        Money actual = Money.Of(Math.Round(costs, 12), currency);
        return Judge(promise, until, Money.Of(Math.Round(promise.UnitCost!.Value * units, 12), currency), actual, charges, null, days);
    }

    public PromiseCheck Nothing(Promise promise, DateTimeOffset until) => Judge(promise, until, Money.Zero(promise.PerMonth.Currency), Money.Zero(promise.PerMonth.Currency), 0, 0, 0);

    private ValueTask<CostReport> ReportAsync(Action<CostQuery> configure, IReadOnlyDictionary<string, string> where, CancellationToken cancellationToken) => reports.ReportAsync(
        query =>
        {
            configure(query);
            foreach ((string dimension, string value) in where)
            {
                query.Where(dimension, value);
            }
        },
        cancellationToken);

    private PromiseCheck Judge(Promise promise, DateTimeOffset until, Money before, Money actual, long charges, long? changed, int days)
    {
        var check = new PromiseCheck(promise, PromiseStatus.Pending, until, before, actual, charges, changed, string.Empty);
        if (charges < options.MinimumCharges || days < options.MinimumDays || check.Share is not { } share)
        {
            return check with { Reason = string.Create(CultureInfo.InvariantCulture, $"{charges} charges on {days} days are too few to say; {options.MinimumCharges} on {options.MinimumDays} days are needed.") };
        }

        decimal needed = promise.Share * (1 - options.PromiseTolerance);
        string made = changed is { } count ? string.Create(CultureInfo.InvariantCulture, $" {count} of {charges} charges were made as was recommended.") : string.Empty;
        return check with
        {
            Status = share >= needed ? PromiseStatus.Kept : PromiseStatus.Missed,
            Reason = string.Create(CultureInfo.InvariantCulture, $"{share:P1} was saved of what it would have cost before; {promise.Share:P1} was promised, and {needed:P1} keeps it.{made}"),
        };
    }
}
