using Microsoft.Extensions.Options;

namespace CodeGen.Runtime.Costs;

/// <summary>Replays the ledger.</summary>
internal sealed class CostRecommendations(
    LedgerStore store, PriceBook prices, ICostReports reports, IEnumerable<ICostRecommender> recommenders, CostMeteringOptions metering, IOptions<CostRecommendationOptions> options, TimeProvider time)
    : ICostRecommendations
{
    private readonly ICostRecommender[] _recommenders = [.. Distinct(recommenders)];
    private readonly PromiseFile _file = new(options.Value.PromisesPath ?? (metering.LedgerPath is { } path ? Path.Combine(path, "promises.json") : null));
    private readonly PromiseChecker _checker = new(reports, options.Value);

    private CostRecommendationOptions Options => options.Value;

    public async ValueTask<RecommendationReport> RecommendAsync(Action<RecommendationQuery>? configure = null, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var query = new RecommendationQuery(metering.BillingZone);
        configure?.Invoke(query);
        RecommendationContext context = Context(query.Period ?? Window());

        // The ledger is read with calls that block: not on the caller's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return new RecommendationRun(context, new ReplaySource(store.Log, context, cancellationToken), Options, progress).Run(_recommenders);
    }

    public async ValueTask<Promise> FollowAsync(Recommendation recommendation, DateTimeOffset? at = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recommendation);
        DateTimeOffset since = (at ?? time.GetUtcNow()).ToUniversalTime();
        var promise = new Promise
        {
            Id = recommendation.Id,
            Title = recommendation.Title,
            Since = since,
            Share = recommendation.Saving.Share,
            PerMonth = recommendation.Saving.PerMonth,
            Change = recommendation.Change,
            Measure = recommendation.Measure,
        };
        if (promise.Change is null)
        {
            if (promise.Measure is not { } measure)
            {
                throw new ArgumentException($"'{recommendation.Id}' says of itself no way to check it. Let its recommender set {nameof(RecommendationDraft.Change)} or {nameof(RecommendationDraft.Measure)}.", nameof(recommendation));
            }

            (decimal costs, decimal units, _, _) = await _checker.MeasureAsync(measure, promise.PerMonth.Currency, since - Options.Window, since, cancellationToken).ConfigureAwait(false);
            if (units > 0 && costs <= 0)
            {
                // Nothing can be saved on what costs nothing: its check would be pending for ever.
                throw new ArgumentException(
                    $"'{recommendation.Id}' cannot be checked: in the {Options.Window.TotalDays} days before {since:O} nothing was charged with {string.Join(" and ", measure.Where.Select(static one => $"{one.Key} '{one.Value}'"))}. "
                    + $"Attribute its charges so, for a region of the cache by {nameof(CostContext)}.{nameof(CostContext.Begin)} in its factories.",
                    nameof(recommendation));
            }

            promise = promise with
            {
                UnitCost = units > 0
                    ? costs / units
                    : throw new ArgumentException($"'{recommendation.Id}' cannot be checked: in the {Options.Window.TotalDays} days before {since:O} no unit ({measure.Unit}) of what it is about was booked.", nameof(recommendation)),
            };
        }

        _file.Put(promise);
        return promise;
    }

    public ValueTask<bool> ForgetAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return ValueTask.FromResult(_file.Remove(id));
    }

    public async ValueTask<IReadOnlyList<PromiseCheck>> CheckAsync(CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        DateTimeOffset until = time.GetUtcNow();
        var checks = new List<PromiseCheck>();
        foreach (Promise promise in _file.Read())
        {
            checks.Add(
                promise.Since >= until ? _checker.Nothing(promise, until)
                : promise.Change is { } change ? OfCalls(promise, change, until, cancellationToken)
                : await _checker.OfMeasureAsync(promise, until, cancellationToken).ConfigureAwait(false));
        }

        return checks;
    }

    private PromiseCheck OfCalls(Promise promise, CallChange change, DateTimeOffset until, CancellationToken cancellationToken)
    {
        RecommendationContext context = Context(ReportPeriod.Of(promise.Since, until, metering.BillingZone), promise.PerMonth.Currency);
        var calls = new CallPromise(change, context);
        new ReplaySource(store.Log, context, cancellationToken).Run(charge => calls.Observe(charge), null);
        return _checker.OfCalls(promise, calls, until);
    }

    private RecommendationContext Context(ReportPeriod period, Currency? currency = null) =>
        new(period, new ReplayDays(new RollupCalendar(metering.BillingZone)), currency ?? Currency.Parse(metering.Currency), prices);

    /// <summary>Whole days: the running one would count as one with little use.</summary>
    private ReportPeriod Window()
    {
        DateOnly today = new ReplayDays(new RollupCalendar(metering.BillingZone)).Of(time.GetUtcNow());
        var clock = new ZoneClock(metering.BillingZone);
        return ReportPeriod.Of(clock.StartOf(today.AddDays(-(int)Options.Window.TotalDays)), clock.StartOf(today), metering.BillingZone);
    }

    private static IEnumerable<ICostRecommender> Distinct(IEnumerable<ICostRecommender> recommenders)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (ICostRecommender recommender in recommenders)
        {
            if (!AttributionText.IsTagName(recommender.Name) || !names.Add(recommender.Name))
            {
                throw new InvalidOperationException(
                    $"The recommender {recommender.GetType()} is named '{AttributionText.Clean(recommender.Name)}': a name is 1 to 64 ASCII letters, digits, '.', '_' or '-', and unlike those of all others.");
            }

            yield return recommender;
        }
    }
}
