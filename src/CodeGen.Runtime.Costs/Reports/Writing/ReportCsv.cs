using System.Buffers;

namespace CodeGen.Runtime.Costs;

/// <summary>Lays a report out as rows of cells.</summary>
internal static class ReportCsv
{
    public static ReadOnlyMemory<byte> Of(CostReport report, CostReportCsvOptions options)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var cells = new FocusCsvCells(bytes, options.ForSpreadsheets);
        IReadOnlyList<CostReportGroup> groups = report.GroupBy.Count > 0 ? report.Groups : [new CostReportGroup([], false, report.Total, null, report.TotalChange)];
        Currency[] costs = Currencies(groups, static figures => figures.Costs);
        Currency[] savings = Currencies(groups, static figures => figures.Savings);
        bool isCompared = report.TotalChange is not null;
        Names(report, cells, costs, savings, isCompared);
        foreach (CostReportGroup group in groups)
        {
            Row(report, cells, group, costs, savings, isCompared);
        }

        return bytes.WrittenMemory;
    }

    private static void Names(CostReport report, FocusCsvCells cells, Currency[] costs, Currency[] savings, bool isCompared)
    {
        foreach (string name in (IEnumerable<string>)
        [
            .. report.GroupBy, "isOther", .. costs.Select(static currency => $"cost{currency}"), $"converted{report.Currency}", "isConverted", "share", .. savings.Select(static currency => $"saving{currency}"),
            "charges", "corrections", "savings", "requests", "unpriced", "tokens", "outputTokens", .. costs.Select(static currency => $"perRequest{currency}"),
            .. costs.Select(static currency => $"perThousandOutputTokens{currency}"), .. costs.Select(static currency => $"perMillionTokens{currency}"),
            .. isCompared ? (IEnumerable<string>)[$"previous{report.Currency}", $"difference{report.Currency}", "ratio"] : [],
        ])
        {
            cells.Text(name);
        }

        cells.EndRow();
    }

    private static void Row(CostReport report, FocusCsvCells cells, CostReportGroup group, Currency[] costs, Currency[] savings, bool isCompared)
    {
        CostFigures figures = group.Figures;
        foreach (string? value in group.Key)
        {
            cells.Text(string.IsNullOrEmpty(value) ? null : value);
        }

        cells.Text(group.IsOther ? "true" : "false");
        Amounts(cells, costs, figures.Costs, isZeroShown: true);
        cells.Amount(figures.ConvertedCost);
        cells.Text(figures.IsConverted ? "true" : "false");
        cells.Number(group.Share);
        Amounts(cells, savings, figures.Savings, isZeroShown: true);
        foreach (long count in (ReadOnlySpan<long>)
            [figures.Charges, figures.Corrections, figures.SavingRecords, figures.Requests, figures.Unpriced, figures.Tokens, figures.OutputTokens])
        {
            cells.Number(count);
        }

        Amounts(cells, costs, figures.PerRequest, isZeroShown: false);
        Amounts(cells, costs, figures.PerThousandOutputTokens, isZeroShown: false);
        Amounts(cells, costs, figures.PerMillionTokens, isZeroShown: false);
        if (isCompared)
        {
            Optional(cells, group.Change?.Previous?.ConvertedCost);
            Optional(cells, group.Change?.ConvertedDifference);
            cells.Number(group.Change?.Ratio);
        }

        cells.EndRow();
    }

    private static Currency[] Currencies(IReadOnlyList<CostReportGroup> groups, Func<CostFigures, IReadOnlyList<Money>> of) =>
        [.. groups.SelectMany(group => of(group.Figures)).Select(static amount => amount.Currency).Distinct().OrderBy(static currency => currency.Code, StringComparer.Ordinal)];

    private static void Amounts(FocusCsvCells cells, Currency[] currencies, IReadOnlyList<Money> amounts, bool isZeroShown)
    {
        foreach (Currency currency in currencies)
        {
            Money amount = amounts.FirstOrDefault(amount => amount.Currency == currency);
            Optional(cells, isZeroShown || amount != default ? amount : null);
        }
    }

    private static void Optional(FocusCsvCells cells, Money? amount)
    {
        if (amount is { } known)
        {
            cells.Amount(known);
        }
        else
        {
            cells.Text(null);
        }
    }
}
