using System.Globalization;
using CodeGen.Host.Documents;
using CodeGen.Runtime.Costs;

namespace CodeGen.Host.Endpoints;

/// <summary>What <c>GET /analysis</c> is asked: of which project, of how many days, by which dimension.</summary>
/// <param name="Project">The project; null for all.</param>
/// <param name="Days">How many days trend, unit costs and efficiency are about.</param>
/// <param name="AnomalyDays">How many days anomalies are looked for in.</param>
/// <param name="GroupBy">By what unit costs are apart.</param>
internal sealed record AnalysisQuery(string? Project, int Days, int AnomalyDays, string GroupBy)
{
    private const string ProjectName = "project";
    private const string DaysName = "days";
    private const string AnomalyDaysName = "anomalyDays";
    private const string GroupByName = "groupBy";
    private const int DefaultDays = 30;
    private const int MostDays = 400;
    private const int DefaultAnomalyDays = 7;
    private const int MostAnomalyDays = 31;
    private static readonly string[] s_parameters = [ProjectName, DaysName, AnomalyDaysName, GroupByName];
    private static readonly string[] s_dimensions = [CostDimension.Model, CostDimension.Project, CostDimension.Service, CostDimension.User, CostDimension.Resource];

    public static AnalysisQuery Of(HttpRequest request)
    {
        if (request.Query.Keys.FirstOrDefault(static name => !s_parameters.Contains(name)) is { } unknown)
        {
            throw ProblemException.BadParameter(Shown.Text(unknown), $"There is no parameter '{Shown.Text(unknown)}' here.", $"The parameters are {string.Join(", ", s_parameters)}.");
        }

        string groupBy = QueryParameters.Single(request, GroupByName) ?? CostDimension.Model;
        return s_dimensions.Contains(groupBy) || groupBy.StartsWith(CostDimension.TagPrefix, StringComparison.Ordinal)
            ? new AnalysisQuery(QueryParameters.Single(request, ProjectName), Number(request, DaysName, DefaultDays, MostDays), Number(request, AnomalyDaysName, DefaultAnomalyDays, MostAnomalyDays), groupBy)
            : throw BadGroupBy($"Unit costs are not by '{Shown.Text(groupBy)}'.");
    }

    public static ProblemException BadGroupBy(string detail) =>
        ProblemException.BadParameter(GroupByName, detail, $"Write one of {string.Join(", ", s_dimensions)}, or {CostDimension.TagPrefix} and a tag's name; without it unit costs are by {CostDimension.Model}.");

    /// <summary>Of the project only, where one is asked for.</summary>
    public T Filter<T>(CostAnalysisQuery<T> query)
        where T : CostAnalysisQuery<T> => Project is null ? (T)query : query.Where(CostDimension.Project, Project);

    private static int Number(HttpRequest request, string name, int fallback, int most) => QueryParameters.Single(request, name) switch
    {
        null => fallback,
        { } text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= most => number,
        { } other => throw ProblemException.BadParameter(name, $"'{Shown.Text(other)}' is no whole number from 1 to {most}.", $"Write {name}={fallback}, or leave it out, which means the same."),
    };
}
