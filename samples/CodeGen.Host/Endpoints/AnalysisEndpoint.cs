using CodeGen.Host.Costs;
using CodeGen.Runtime.Costs;
using Microsoft.Extensions.Options;

namespace CodeGen.Host.Endpoints;

/// <summary><c>GET /analysis</c>: where costs are going and what they come from.</summary>
internal static class AnalysisEndpoint
{
    /// <summary>More rows than these are for <c>GET /costs</c>.</summary>
    private const int MostRows = 20;

    private static readonly double[] s_quantiles = [0.05, 0.25, 0.5, 0.75, 0.95];

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/analysis", HandleAsync);

    private static async Task<IResult> HandleAsync(
        HttpRequest request, ICostAnalysis analysis, IBudgets budgets, IOptions<CostMeteringOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        AnalysisQuery query = AnalysisQuery.Of(request);
        DateTimeOffset now = TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(options.Value.BillingZone));
        CostProjection month = await analysis.ProjectAsync(q => Of(q.Month(now.Year, now.Month), query), cancellationToken);
        CostTrend trend = await analysis.TrendAsync(q => query.Filter(q).LastDays(query.Days), cancellationToken);
        UnitCosts units = await UnitCostsAsync(analysis, query, cancellationToken);
        CostEfficiency efficiency = await analysis.EfficiencyAsync(q => query.Filter(q).LastDays(query.Days), cancellationToken);
        CostAnomalies anomalies = await analysis.AnomaliesAsync(q => query.Filter(q).LastDays(query.AnomalyDays), cancellationToken);
        var limits = new List<object>();
        foreach (BudgetDefinition budget in budgets.Definitions)
        {
            limits.Add(AnalysisJson.Of(budget, await analysis.ProjectBudgetAsync(budget, cancellationToken)));
        }

        return Results.Json(new
        {
            project = query.Project,
            month = AnalysisJson.Of(month, s_quantiles),
            trend = AnalysisJson.Of(trend),
            unitCosts = units.Groups.Take(MostRows).Select(AnalysisJson.Of),
            machines = new { all = AnalysisJson.Of(efficiency.Machines), resources = efficiency.Resources.Take(MostRows).Select(AnalysisJson.Of), services = efficiency.Services.Take(MostRows).Select(AnalysisJson.Of) },
            savings = MoneyJson.Of(efficiency.Savings),
            savedShare = efficiency.SavedShare,
            providerCacheShare = efficiency.ProviderCacheShare,
            unpricedShare = efficiency.UnpricedShare,
            anomalies = anomalies.All.Select(AnalysisJson.Of),
            budgets = limits,
        });
    }

    private static CostProjectionQuery Of(CostProjectionQuery projection, AnalysisQuery query) => query.Project is { } project ? projection.Where(CostDimension.Project, project) : projection;

    private static async Task<UnitCosts> UnitCostsAsync(ICostAnalysis analysis, AnalysisQuery query, CancellationToken cancellationToken)
    {
        try
        {
            return await analysis.UnitCostsAsync(q => query.Filter(q).LastDays(query.Days).GroupBy(query.GroupBy), cancellationToken);
        }
        catch (ArgumentException error) when (error.ParamName == "dimension")
        {
            // A tag's name that cannot be one.
            throw AnalysisQuery.BadGroupBy(error.Message.Replace(" (Parameter 'dimension')", string.Empty, StringComparison.Ordinal));
        }
    }
}
