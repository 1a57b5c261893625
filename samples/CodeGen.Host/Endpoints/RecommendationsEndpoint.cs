using System.Globalization;
using CodeGen.Runtime.Costs;

namespace CodeGen.Host.Endpoints;

/// <summary><c>GET /recommendations</c>: what would have cost less otherwise, and what came of what was followed. <c>POST /recommendations/follow</c> says that one was.</summary>
internal static class RecommendationsEndpoint
{
    private const string Period = "period";
    private const string Id = "id";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/recommendations", HandleAsync);
        app.MapPost("/recommendations/follow", FollowAsync);
    }

    private static async Task<IResult> HandleAsync(HttpRequest request, ICostRecommendations recommendations, CancellationToken cancellationToken)
    {
        RecommendationReport report = await ReportAsync(request, recommendations, cancellationToken);
        IReadOnlyList<PromiseCheck> followed = await recommendations.CheckAsync(cancellationToken);
        return Results.Json(RecommendationsJson.Of(report, followed));
    }

    private static async Task<IResult> FollowAsync(HttpRequest request, ICostRecommendations recommendations, CancellationToken cancellationToken)
    {
        string id = QueryParameters.Single(request, Id) ?? throw ProblemException.BadParameter(Id, "No recommendation is named.", "Add id=… to the query: an id of GET /recommendations.");
        RecommendationReport report = await ReportAsync(request, recommendations, cancellationToken);
        Recommendation found = report.Recommendations.FirstOrDefault(one => one.Id == id)
            ?? throw ProblemException.BadParameter(Id, "There is no such recommendation now.", "Take an id of GET /recommendations, with the same period.");
        try
        {
            return Results.Json(RecommendationsJson.Of(await recommendations.FollowAsync(found, cancellationToken: cancellationToken)));
        }
        catch (ArgumentException error)
        {
            throw ProblemException.BadParameter(Id, error.Message, "Follow it without saying so, or take another one.");
        }
    }

    private static async Task<RecommendationReport> ReportAsync(HttpRequest request, ICostRecommendations recommendations, CancellationToken cancellationToken)
    {
        string? period = QueryParameters.Single(request, Period);
        if (period is null)
        {
            return await recommendations.RecommendAsync(cancellationToken: cancellationToken);
        }

        return DateOnly.TryParseExact(period, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly month) && month.Year is >= 1970 and < 9000
            ? await recommendations.RecommendAsync(q => q.Month(month.Year, month.Month), cancellationToken: cancellationToken)
            : throw ProblemException.BadParameter(Period, "The period is no month.", "Write it as 2026-03, or leave it out for the last 30 days.");
    }
}
