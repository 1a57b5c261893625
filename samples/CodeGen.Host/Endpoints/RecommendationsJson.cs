using CodeGen.Host.Costs;
using CodeGen.Runtime.Costs;

namespace CodeGen.Host.Endpoints;

/// <summary>Recommendations as the service answers them.</summary>
internal static class RecommendationsJson
{
    public static object Of(RecommendationReport report, IReadOnlyList<PromiseCheck> followed) => new
    {
        from = report.From,
        until = report.Until,
        cost = MoneyJson.Of(report.Cost),
        charges = report.Charges,
        requests = report.Requests,
        reproduced = report.Reproduced,
        leftOut = report.LeftOut,
        recommendations = report.Recommendations.Select(Of),
        plan = new { recommendations = report.Plan.Recommendations, saving = Of(report.Plan.Saving) },
        silent = report.Silent.Select(static one => new { name = one.Name, needs = one.Needs }),
        followed = followed.Select(Of),
        problems = report.Problems,
    };

    public static object Of(Promise promise) => new { id = promise.Id, title = promise.Title, since = promise.Since, share = promise.Share, perMonth = MoneyJson.Of(promise.PerMonth) };

    private static object Of(Recommendation one) => new
    {
        id = one.Id,
        title = one.Title,
        saving = Of(one.Saving),
        confidence = one.Confidence.ToString().ToLowerInvariant(),
        isInPlan = one.IsInPlan,
        conflictsWith = one.ConflictsWith,
        evidence = one.Evidence.Select(static fact => new { name = fact.Name, value = fact.Value }),
        assumptions = one.Assumptions,
        configuration = one.Configuration,
    };

    private static object Of(RecommendationSaving saving) => new
    {
        perMonth = MoneyJson.Of(saving.PerMonth),
        low = MoneyJson.Of(saving.Low),
        high = MoneyJson.Of(saving.High),
        share = saving.Share,
        cost = MoneyJson.Of(saving.Cost),
        charges = saving.Charges,
        days = saving.Days,
    };

    private static object Of(PromiseCheck check) => new
    {
        promise = Of(check.Promise),
        status = check.Status.ToString().ToLowerInvariant(),
        saved = MoneyJson.Of(check.Saving),
        share = check.Share,
        charges = check.Charges,
        changed = check.Changed,
        reason = check.Reason,
    };
}
