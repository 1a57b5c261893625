using System.Globalization;
using CodeGen.Host.Costs;
using CodeGen.Host.Documents;
using CodeGen.Runtime.Costs;
using Microsoft.Net.Http.Headers;

namespace CodeGen.Host.Endpoints;

/// <summary><c>GET /costs?period=…&amp;groupBy=…</c>: what was spent in a time, by project, model or whatever else charges are apart by, as JSON or CSV.</summary>
internal static class CostsBreakdown
{
    private const string Period = "period";
    private const string GroupBy = "groupBy";
    private const string Format = "format";
    private const string DefaultGroupBy = "project,model";
    private const string CsvType = "text/csv";
    private const int MostDimensions = 4;
    private static readonly string[] s_parameters = [Period, GroupBy, Format];

    /// <summary>Whether a breakdown is asked for, and not the totals of all that the ledger has.</summary>
    public static bool IsAskedFor(HttpRequest request) => request.Query.Count > 0 || WantsCsv(request);

    public static async Task<IResult> HandleAsync(HttpRequest request, ICostReports reports, TimeProvider time, CancellationToken cancellationToken)
    {
        if (request.Query.Keys.FirstOrDefault(static name => !s_parameters.Contains(name)) is { } unknown)
        {
            throw ProblemException.BadParameter(Shown.Text(unknown), $"There is no parameter '{Shown.Text(unknown)}' here.", $"The parameters are {string.Join(", ", s_parameters)}.");
        }

        bool isCsv = IsCsv(request);
        string period = QueryParameters.Single(request, Period) ?? time.GetUtcNow().ToString("yyyy-MM", CultureInfo.InvariantCulture);
        string[] dimensions = (QueryParameters.Single(request, GroupBy) ?? DefaultGroupBy).Split(',', StringSplitOptions.TrimEntries);
        CostReport report = await ReportAsync(reports, period, dimensions, cancellationToken);
        return isCsv
            ? Results.Stream(stream => report.WriteCsvAsync(stream, new CostReportCsvOptions { ForSpreadsheets = true }, cancellationToken), CsvType + "; charset=utf-8")
            : Results.Json(Shape(period, report));
    }

    private static async Task<CostReport> ReportAsync(ICostReports reports, string period, string[] dimensions, CancellationToken cancellationToken)
    {
        Func<CostQuery, CostQuery> time = PeriodOf(period);
        if (dimensions.Length > MostDimensions)
        {
            throw BadGroupBy($"{dimensions.Length} dimensions are more than {MostDimensions}.");
        }

        try
        {
            return await reports.ReportAsync(query => time(query).GroupBy(dimensions), cancellationToken);
        }
        catch (ArgumentException error)
        {
            // What the query says of names and combinations is meant for people.
            throw BadGroupBy(Sentence(error));
        }
    }

    /// <summary>A year, month or day of the billing zone.</summary>
    private static Func<CostQuery, CostQuery> PeriodOf(string period)
    {
        if (period.Length == 10 && DateOnly.TryParseExact(period, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) && IsKept(day.Year))
        {
            return query => query.Day(day);
        }

        if (period.Length == 7 && DateOnly.TryParseExact(period + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly month) && IsKept(month.Year))
        {
            return query => query.Period(month.Year, month.Month);
        }

        return period.Length == 4 && int.TryParse(period, NumberStyles.None, CultureInfo.InvariantCulture, out int year) && IsKept(year)
            ? query => query.Year(year)
            : throw ProblemException.BadParameter(Period, $"'{Shown.Text(period)}' is no year, month or day from 1970 to 8999.", "Write period=2026, period=2026-03 or period=2026-03-14; without it the running month is meant.");
    }

    private static bool IsKept(int year) => year is >= 1970 and <= 8999;

    private static object Shape(string period, CostReport report) => new
    {
        period,
        from = report.From,
        until = report.Until,
        zone = report.Zone,
        groupBy = report.GroupBy,
        isWhole = report.IsWhole,
        total = MoneyJson.Of(report.Total.Costs),
        saved = MoneyJson.Of(report.Total.Savings),
        charges = report.Total.Charges,
        converted = Converted(report.Total),
        groups = report.Groups.Select(group => new
        {
            key = report.GroupBy.Zip(group.Key).ToDictionary(static pair => pair.First, static pair => pair.Second),
            costs = MoneyJson.Of(group.Figures.Costs),
            converted = Converted(group.Figures),
            share = group.Share,
            charges = group.Figures.Charges,
            tokens = group.Figures.Tokens,
        }),
        unpriced = report.Unpriced.ToDictionary(static use => use.Item, static use => use.Charges),
        gaps = report.Gaps.Select(static gap => new { gap.From, gap.Until, gap.Reason }),
    };

    /// <summary>Nothing where an amount has no rate: a sum that lacks one would be believed.</summary>
    private static MoneyJson? Converted(CostFigures figures) => figures.IsConverted ? MoneyJson.Of(figures.ConvertedCost) : null;

    private static bool IsCsv(HttpRequest request) => QueryParameters.Single(request, Format) switch
    {
        null => WantsCsv(request),
        "csv" => true,
        "json" => false,
        { } other => throw ProblemException.BadParameter(Format, $"There is no format '{Shown.Text(other)}'.", "Write format=json or format=csv, or leave it out and send an Accept header."),
    };

    /// <summary>Whether CSV is preferred to JSON.</summary>
    private static bool WantsCsv(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out IList<MediaTypeHeaderValue>? accepted))
        {
            return false;
        }

        double Quality(string type) => accepted.Where(range => range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)).Select(static range => range.Quality ?? 1).DefaultIfEmpty(0).Max();
        return Quality(CsvType) > Quality("application/json");
    }

    private static ProblemException BadGroupBy(string detail) =>
        ProblemException.BadParameter(GroupBy, detail, $"Write up to {MostDimensions} names with commas between them, such as groupBy=project,model or groupBy=day,category; without it costs are by {DefaultGroupBy}.");

    /// <summary>Without the name of the parameter in our code, which means nothing to the caller.</summary>
    private static string Sentence(ArgumentException error) => error.ParamName is { } name ? error.Message.Replace($" (Parameter '{name}')", string.Empty, StringComparison.Ordinal) : error.Message;
}
