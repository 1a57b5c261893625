using System.Globalization;

namespace CodeGen.Runtime.Costs.Tests;

/// <summary>A report of records, made in the simplest way there is: for each group its costs, savings and counts, as text.</summary>
internal static class NaiveReport
{
    public static List<string> Of(IEnumerable<CostRecord> records, DateTimeOffset from, DateTimeOffset until, string zone, params string[] dimensions) =>
    [
        .. records.Where(record => record.EventTime >= from && record.EventTime < until)
            .SelectMany(record => Lines(record).Select(line => (Record: record, Line: line, Key: string.Join('|', dimensions.Select(dimension => Value(record, line, dimension, zone))))))
            .GroupBy(static entry => entry.Key)
            .Select(static group =>
            {
                var costs = new ExactTotals();
                var savings = new ExactTotals();
                foreach ((CostRecord record, CostLine line, _) in group.Where(static entry => entry.Record.Status != PriceStatus.Unpriced))
                {
                    (record.Kind == CostRecordKind.Saving ? savings : costs).Add(line.Amount);
                }

                CostRecord[] distinct = [.. group.Select(static entry => entry.Record).Distinct()];
                return Text(
                    group.Key,
                    costs.Totals,
                    savings.Totals,
                    distinct.Count(static record => record.Kind == CostRecordKind.Charge),
                    distinct.Count(static record => record.Kind == CostRecordKind.Adjustment),
                    distinct.Count(static record => record.Kind == CostRecordKind.Saving),
                    distinct.Count(static record => record is { Kind: CostRecordKind.Charge, Status: PriceStatus.Unpriced }),
                    group.Where(static entry => entry.Line.Unit == "token" && entry.Record.Use.Kind == CostUseKind.Model && entry.Record.Kind != CostRecordKind.Saving)
                        .Sum(static entry => (long)entry.Line.Quantity.Numerator));
            })
            .Order(StringComparer.Ordinal),
    ];

    public static List<string> Of(CostReport report) =>
    [
        .. report.Groups.Select(static group => Text(
                string.Join('|', group.Key),
                group.Figures.Costs,
                group.Figures.Savings,
                group.Figures.Charges,
                group.Figures.Corrections,
                group.Figures.SavingRecords,
                group.Figures.Unpriced,
                group.Figures.Tokens))
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<CostLine> Lines(CostRecord record) => record.Lines.Count > 0 ? record.Lines : [new CostLine("", "", default, ExactMoney.FromPicos(0, 1, record.Currency))];

    private static string? Value(CostRecord record, CostLine line, string dimension, string zone) => dimension switch
    {
        "category" => record.Use.Category.ToString().ToLowerInvariant(),
        "kind" => record.Kind.ToString().ToLowerInvariant(),
        "item" => record.Use.ToString(),
        "line" => line.Name,
        "unit" => line.Unit,
        "currency" => record.Currency.Code,
        "hour" => record.EventTime.UtcDateTime.ToString("yyyy-MM-dd'T'HH':00:00Z'", CultureInfo.InvariantCulture),
        "minute" => record.EventTime.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm':00Z'", CultureInfo.InvariantCulture),
        "day" => Local(record, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "month" => Local(record, zone).ToString("yyyy-MM", CultureInfo.InvariantCulture),
        _ => record.Attribution[dimension],
    };

    private static DateTime Local(CostRecord record, string zone) => TimeZoneInfo.ConvertTime(record.EventTime, TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime;

    private static string Text(string key, IReadOnlyList<Money> costs, IReadOnlyList<Money> savings, long charges, long corrections, long saved, long unpriced, long tokens) =>
        $"{key}: {string.Join(", ", costs)}; {string.Join(", ", savings)}; {charges} {corrections} {saved} {unpriced} {tokens}";
}
