using System.Globalization;

namespace CodeGen.Runtime.Costs;

/// <summary>Checks promises against what was charged since.</summary>
internal sealed class PromiseChecker(ICostReports reports, CostRecommendationOptions options)
{
    /// <summary>What a unit of work costs in a time, and how much of it there was.</summary>
    public async ValueTask<(decimal Costs, decimal Units, long Charges, int Days)> MeasureAsync(PromiseMeasure measure, Currency currency, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        CostReport report = await reports.ReportAsync(
            query =>
            {
                query.Between(from, until).In(currency).GroupBy(CostReportDimension.Day);
                foreach ((string dimension, string value) in measure.Where)
                {
                    query.Where(dimension, value);
                }
            },
            cancellationToken).ConfigureAwait(false);
        CostFigures total = report.Total;
        decimal costs = total.ConvertedCost.ToDecimal();
        decimal units = measure.Unit switch
        {
            PromiseUnit.Request => total.Requests,
            PromiseUnit.Worth => costs + total.Savings.Where(saving => saving.Currency == currency).Sum(static saving => saving.ToDecimal()),
            _ => await BusyAsync(measure, from, until, cancellationToken).ConfigureAwait(false),
        };
        return (costs, units, total.Charges, report.Groups.Count);
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

    private async ValueTask<decimal> BusyAsync(PromiseMeasure measure, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        CostReport busy = await reports.ReportAsync(
            query =>
            {
                query.Between(from, until).Where(CostReportDimension.Item, MeterNames.BusyHours);
                foreach ((string dimension, string value) in measure.Where)
                {
                    query.Where(dimension, value);
                }
            },
            cancellationToken).ConfigureAwait(false);
        return busy.Total.Quantities.Sum(static quantity => quantity.Quantity.ToDecimal(9));
    }

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
