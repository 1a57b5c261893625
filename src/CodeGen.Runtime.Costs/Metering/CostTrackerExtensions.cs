namespace CodeGen.Runtime.Costs;

/// <summary>The shorter ways to book what was used.</summary>
public static class CostTrackerExtensions
{
    /// <summary>Books the tokens of one request of a model.</summary>
    /// <param name="tracker">The tracker.</param>
    /// <param name="model">The model's id or an alias; <c>provider/model</c> names the provider, too.</param>
    /// <param name="usage">The tokens.</param>
    /// <param name="terms">Whose, when, under which id.</param>
    /// <returns>The receipt; as a <see cref="decimal"/>, what it came to in units of the currency of its price.</returns>
    public static CostReceipt TrackModel(this ICostTracker tracker, string model, in ModelUsage usage, in CostTerms terms = default) => tracker.TrackModel(new ServedModel(model), usage, terms);

    /// <summary>Books the tokens of one request of a model.</summary>
    /// <param name="tracker">The tracker.</param>
    /// <param name="served">What answered it.</param>
    /// <param name="usage">The tokens.</param>
    /// <param name="terms">Whose, when, under which id.</param>
    public static CostReceipt TrackModel(this ICostTracker tracker, in ServedModel served, in ModelUsage usage, in CostTerms terms = default)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        return tracker.Track(CostUse.Model(served, usage), terms);
    }

    /// <summary>Books tokens of a model that nobody told apart: all of them as tokens of the answer, which are the dearer ones. Where prompt and answer are known, hand in a <see cref="ModelUsage"/>.</summary>
    /// <param name="tracker">The tracker.</param>
    /// <param name="model">The model's id or an alias.</param>
    /// <param name="tokens">How many.</param>
    /// <param name="terms">Whose, when, under which id.</param>
    public static CostReceipt TrackModel(this ICostTracker tracker, string model, long tokens, in CostTerms terms = default) =>
        tracker.TrackModel(model, new ModelUsage { OutputTokens = tokens }, terms);

    /// <summary>Books a call of an API by its duration, at the price of <see cref="MeterNames.ApiSeconds"/>: 0.001 CNY a second unless a price file says otherwise.</summary>
    /// <param name="tracker">The tracker.</param>
    /// <param name="endpoint">Which, such as <c>POST /generate</c>: the resource, where the attribution names none.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="terms">Whose, when, under which id.</param>
    public static CostReceipt TrackApi(this ICostTracker tracker, string endpoint, TimeSpan duration, in CostTerms terms = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(endpoint);
        return tracker.Track(CostCategory.Api, MeterNames.ApiSeconds, duration, endpoint, terms);
    }

    /// <summary>Books the use of processors, memory or accelerators.</summary>
    /// <param name="tracker">The tracker.</param>
    /// <param name="meter">Such as <see cref="MeterNames.CpuHours"/> or <see cref="MeterNames.GpuHours"/>, which price files state prices of.</param>
    /// <param name="quantity">How much: a duration, or a number of what the meter counts.</param>
    /// <param name="resource">Of what, such as a machine: the resource, where the attribution names none.</param>
    /// <param name="terms">Whose, when, under which id.</param>
    public static CostReceipt TrackCompute(this ICostTracker tracker, string meter, MeterQuantity quantity, string? resource = null, in CostTerms terms = default) =>
        tracker.Track(CostCategory.Compute, meter, quantity, resource, terms);

    /// <summary>
    /// Books how long a machine worked, as <see cref="MeterNames.BusyHours"/> that cost nothing: beside the hours that are paid for, booked by <see cref="TrackCompute"/> under the same resource, it says how much was idle.
    /// </summary>
    /// <param name="tracker">The tracker.</param>
    /// <param name="busy">How long; of a machine with several workers, their mean.</param>
    /// <param name="resource">Which machine: the resource, where the attribution names none.</param>
    /// <param name="terms">Whose, when, under which id.</param>
    public static CostReceipt TrackBusy(this ICostTracker tracker, TimeSpan busy, string? resource = null, in CostTerms terms = default)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        CostUse use = CostUse.Stated(CostCategory.Compute, MeterNames.BusyHours, MeterQuantity.Of(busy), Money.Zero(Currency.Usd));
        return tracker.Track(use, Of(resource, terms));
    }

    /// <summary>Books bytes kept.</summary>
    /// <param name="tracker">The tracker.</param>
    /// <param name="meter">Such as <see cref="MeterNames.GigabyteMonths"/>, which price files state a price of.</param>
    /// <param name="quantity">How much, in what the meter counts.</param>
    /// <param name="resource">Where, such as a bucket: the resource, where the attribution names none.</param>
    /// <param name="terms">Whose, when, under which id.</param>
    public static CostReceipt TrackStorage(this ICostTracker tracker, string meter, MeterQuantity quantity, string? resource = null, in CostTerms terms = default) =>
        tracker.Track(CostCategory.Storage, meter, quantity, resource, terms);

    /// <summary>Books bytes moved.</summary>
    /// <param name="tracker">The tracker.</param>
    /// <param name="meter">Such as <see cref="MeterNames.GigabytesOut"/>, which price files state a price of.</param>
    /// <param name="quantity">How much, in what the meter counts.</param>
    /// <param name="resource">Of what: the resource, where the attribution names none.</param>
    /// <param name="terms">Whose, when, under which id.</param>
    public static CostReceipt TrackNetwork(this ICostTracker tracker, string meter, MeterQuantity quantity, string? resource = null, in CostTerms terms = default) =>
        tracker.Track(CostCategory.Network, meter, quantity, resource, terms);

    /// <summary>What has been booked, one amount a currency: nothing is converted.</summary>
    /// <param name="tracker">The tracker.</param>
    public static IReadOnlyList<Money> TotalCost(this ICostTracker tracker)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        return tracker.Totals.Total;
    }

    private static CostReceipt Track(this ICostTracker tracker, CostCategory category, string meter, MeterQuantity quantity, string? resource, in CostTerms terms)
    {
        ArgumentNullException.ThrowIfNull(tracker);
        CostUse use = CostUse.Meter(category, meter, quantity);
        return tracker.Track(use, Of(resource, terms));
    }

    private static CostTerms Of(string? resource, in CostTerms terms) =>
        resource is null ? terms : terms with { Attribution = (terms.Attribution ?? CostContext.Current).OfResource(resource) };
}
